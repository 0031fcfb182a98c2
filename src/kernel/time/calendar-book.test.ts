import { expect, it } from 'vitest';
import { calendarBook } from './calendar-book.ts';

it('reads its table once until it is told to forget', async () => {
  let reads = 0;
  let year = 2026;
  const load = async () => {
    reads += 1;
    return { years: [{ year, provisional: false }], days: [] };
  };
  const book = calendarBook(load, () => 'Asia/Shanghai');
  const [a, b] = await Promise.all([book.current(), book.current()]);
  expect(a).toBe(b);
  expect(reads).toBe(1);
  year = 2027;
  book.forget();
  expect((await book.current()).years).toEqual([{ year: 2027, provisional: false }]);
});

it('tries again after a failure', async () => {
  let away = true;
  const book = calendarBook(
    async () => {
      if (away) throw new Error('the database is away');
      return { years: [], days: [] };
    },
    () => 'Asia/Shanghai',
  );
  await expect(book.current()).rejects.toThrow('away');
  away = false;
  expect((await book.current()).years).toEqual([]);
});
