/** A task on a Saturday after the tests' day. */
export const saturdayTask = {
  title: '周六翻译',
  place: '图书馆',
  day: '2026-11-28',
  from: '09:00',
  until: '11:30',
  places: 2,
};

export const reason = '这里写清楚了原因，够十个字。';

type Thrown = { code?: string; fields?: object; issues?: { path: string[] }[] };

/** The code of the error with which something was refused; `done` where it was not. */
export function refused(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: Thrown) => error.code ?? String(error),
  );
}

/** The fields that were wrong; none where it was done. */
export function wrongField(work: Promise<unknown>): Promise<string[]> {
  return work.then(
    () => [],
    (error: Thrown) => Object.keys(error.fields ?? {}).concat((error.issues ?? []).map(({ path }) => path[0] ?? '')),
  );
}
