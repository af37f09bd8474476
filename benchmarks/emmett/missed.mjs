// How many events Emmett's own consumer never saw, while writers wrote.
import { CommandHandler } from '@event-driven-io/emmett';
import { postgreSQLEventStoreConsumer } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { decide, evolve, initialState, name, open, prepare } from './plan.mjs';

const { place, plans, writers, seconds } = JSON.parse(process.argv[2]);
const store = open(place, writers);
await prepare(store, plans);

const seen = new Set();
let heard = performance.now();
const consumer = postgreSQLEventStoreConsumer({
  connectionString: place,
  pulling: { batchSize: 100, pullingFrequencyInMs: 10 },
});
consumer.reactor({
  processorId: 'follower',
  startFrom: 'BEGINNING',
  eachMessage: ({ metadata }) => {
    seen.add(metadata.globalPosition);
    heard = performance.now();
  },
});
const following = consumer.start();

const handle = CommandHandler({ evolve, initialState });
const end = performance.now() + seconds * 1000;
const each = Math.floor(plans / writers);
const writer = async (number) => {
  for (let turn = 0; performance.now() < end; turn++)
    await handle(store, name(number * each + (turn % each)), decide);
};
await Promise.all(Array.from({ length: writers }, (_, number) => writer(number)));
// What has not come for two seconds does not come.
while (performance.now() - heard < 2000) await new Promise((later) => setTimeout(later, 100));

const client = new pg.Client({ connectionString: place });
await client.connect();
const { rows } = await client.query('select global_position from emt_messages');
const missed = rows.filter(({ global_position: position }) => !seen.has(BigInt(position))).length;
console.log(JSON.stringify({ value: missed, written: rows.length }));
process.exit(0);
