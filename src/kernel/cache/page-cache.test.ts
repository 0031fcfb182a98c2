import { expect, it } from 'vitest';
import { PageCache } from './page-cache.ts';

const page = (body: string, ...tags: string[]) => ({ status: 200, type: 'text/html', body, tags });

it('makes a page once for everybody who asks at the same time', async () => {
  const cache = new PageCache();
  let made = 0;
  const make = async () => page(`made ${++made}`, 'a');
  const pages = await Promise.all([1, 2, 3].map(() => cache.getOrMake('k', make)));
  expect(pages.map((entry) => entry.body.toString())).toEqual(['made 1', 'made 1', 'made 1']);
});

it('drops what was made of something that changed, and only that', async () => {
  const cache = new PageCache();
  await cache.getOrMake('one', async () => page('1', 'case:1', 'cases'));
  await cache.getOrMake('two', async () => page('2', 'case:2', 'cases'));
  cache.invalidate('case:1');
  expect([cache.get('one'), cache.get('two')?.body.toString()]).toEqual([undefined, '2']);
  cache.invalidate('cases');
  expect(cache.size).toEqual({ entries: 0, bytes: 0 });
});

it('does not keep a page whose matter changed while it was being made', async () => {
  const cache = new PageCache();
  let finish: (() => void) | undefined;
  const slow = cache.getOrMake('k', async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return page('old', 'case:1');
  });
  cache.invalidate('case:1');
  finish?.();
  expect((await slow).body.toString()).toBe('old');
  expect(cache.get('k')).toBeUndefined();
});

it('keeps no error, and stays within its bytes with the least used going first', async () => {
  const cache = new PageCache({ limit_bytes: 40_000 });
  await cache.getOrMake('error', async () => ({ ...page('no'), status: 404 }));
  expect(cache.get('error')).toBeUndefined();
  for (let n = 0; n < 30; n++) {
    await cache.getOrMake(`p${n}`, async () => page(`${n} ${'x'.repeat(2000)}`));
    cache.get('p0');
  }
  expect(cache.size.bytes).toBeLessThanOrEqual(40_000);
  expect(cache.get('p0')).toBeDefined();
  expect(cache.get('p1')).toBeUndefined();
});
