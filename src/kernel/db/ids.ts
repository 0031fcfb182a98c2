import { v7 } from 'uuid';

/** A new id: UUID version 7, so that ids of one table sort by the time they were made. */
export function newId(): string {
  return v7();
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text given from outside may be compared with a uuid column without an error. */
export function isId(value: string): boolean {
  return uuidShape.test(value);
}
