// Commands a second of Emmett's CommandHandler: load, decide, append one event.
import { CommandHandler } from '@event-driven-io/emmett';
import pg from 'pg';
import { decide, evolve, initialState, name, open, prepare, turns } from './plan.mjs';

const WARM = 500;

const { place, plans, writers, seconds } = JSON.parse(process.argv[2]);
const store = open(place, writers);
await prepare(store, plans);
const client = new pg.Client({ connectionString: place });
await client.connect();
await client.query('vacuum analyze');
await client.query('checkpoint');
await client.end();

const handle = CommandHandler({ evolve, initialState });
const begin = performance.now() + WARM;
const end = begin + seconds * 1000;
const each = Math.floor(plans / writers);
let counted = 0;
const writer = async (number) => {
  for (const plan of turns(number * each, each)) {
    await handle(store, name(plan), decide);
    const now = performance.now();
    if (now >= end) return;
    if (now >= begin) counted += 1;
  }
};
await Promise.all(Array.from({ length: writers }, (_, number) => writer(number)));
console.log(JSON.stringify({ value: counted / seconds }));
process.exit(0);
