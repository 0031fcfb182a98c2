import { beforeEach, expect, it } from 'vitest';
import { testKernel } from '../../../test/harness.ts';
import { inTransaction } from '../db/index.ts';
import type { Kernel } from '../kernel.ts';
import type { DeliveredEvent } from './index.ts';

let k: Kernel;
let heard: DeliveredEvent[];
beforeEach(async () => {
  k = await testKernel();
  heard = [];
});

const listen = (
  name: string,
  types: string[],
  handle: (event: DeliveredEvent) => void = (event) => void heard.push(event),
) => k.outbox.subscribe({ name, types, handle: async (_tx, event) => handle(event) });
const emit = (...types: string[]) =>
  inTransaction(k.db, (tx) => k.outbox.emit(tx, k.clock.now(), ...types.map((type) => ({ type, subject: 's' }))));

it('delivers what was committed, once, in order, to whoever listens', async () => {
  listen('one', ['test.a', 'test.c']);
  await emit('test.a', 'test.b');
  await emit('test.c');
  await k.outbox.drain();
  expect(heard.map((event) => event.type)).toEqual(['test.a', 'test.c']);
  await k.outbox.drain();
  expect(heard).toHaveLength(2);
});

it('delivers nothing of a transaction that was rolled back', async () => {
  listen('one', ['*']);
  const failing = inTransaction(k.db, async (tx) => {
    await k.outbox.emit(tx, k.clock.now(), { type: 'test.a', subject: 's' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await k.outbox.drain();
  expect(heard).toEqual([]);
});

it('does not pass over an event that began first and was committed last', async () => {
  listen('one', ['*']);
  const slow = await k.pool.connect();
  await slow.query('begin');
  await slow.query(`insert into kernel.event (type, subject) values ('test.slow', 's')`);
  await emit('test.fast');
  const draining = k.outbox.drain();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(heard).toEqual([]);
  await slow.query('commit');
  slow.release();
  await draining;
  expect(heard.map((event) => event.type)).toEqual(['test.slow', 'test.fast']);
});

it('sets a subscriber that fails aside, goes on, and tries it again when its time has come', async () => {
  let broken = true;
  const tried: number[] = [];
  listen('fails', ['test.a'], (event) => {
    tried.push(event.id);
    if (broken) throw new Error('not yet');
    heard.push(event);
  });
  listen('works', ['test.a', 'test.b'], () => {});
  await emit('test.a');
  await emit('test.b');
  await k.outbox.drain();
  expect(tried).toHaveLength(1);
  expect(await k.outbox.retryFailures()).toBe(0);
  await k.pool.query(`update kernel.event_failure set next_at = now()`);
  broken = false;
  expect(await k.outbox.retryFailures()).toBe(1);
  expect(heard).toHaveLength(1);
  await k.pool.query(`update kernel.event_failure set next_at = now()`);
  expect(await k.outbox.retryFailures()).toBe(0);
});

it('takes no second subscriber of one name: what failed could not be told apart', () => {
  listen('one', ['test.a']);
  expect(() => listen('one', ['test.b'])).toThrow('one');
});
