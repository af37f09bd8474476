// What the measured command needs to know of a plan, and a store with plans in it.
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { readFileSync } from 'node:fs';
import pg from 'pg';

export const lines = JSON.parse(readFileSync(new URL('lines.json', import.meta.url)));
export const said = lines.at(-1);

// A writer has HAND plans in turn until each has grown by GROWTH, then the next ones: as all contenders do.
const GROWTH = 10;
const HAND = 8;
export function* turns(first, many) {
  for (;;)
    for (let held = first; held < first + many; held += HAND)
      for (let grown = 0; grown < GROWTH; grown++)
        for (let plan = held; plan < Math.min(held + HAND, first + many); plan++) yield plan;
}

// `connections`: one for each writer, as every other contender has.
export const open = (url, connections) =>
  getPostgreSQLEventStore(url, {
    connectionOptions: { pool: new pg.Pool({ connectionString: url, max: connections }) },
  });

export const name = (plan) => `bench-${String(plan).padStart(6, '0')}`;

export const initialState = () => ({ actions: new Map(), progress: new Map() });

export const evolve = (plan, { type, data }) => {
  if (type === 'plan.action-agreed') plan.actions.set(data.event.action, data.event);
  if (type === 'plan.action-progressed') plan.progress.set(data.event.action, data.event);
  return plan;
};

export const decide = (plan) => {
  const before = plan.progress.get(said.data.event.action);
  if (!plan.actions.has(said.data.event.action) || (before && before.as_of > said.data.event.as_of))
    throw new Error(said.data.event.action);
  return said;
};

export const prepare = async (store, plans) => {
  await store.schema.migrate();
  let next = 0;
  const worker = async () => {
    while (next < plans) await store.appendToStream(name(next++), lines);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
};
