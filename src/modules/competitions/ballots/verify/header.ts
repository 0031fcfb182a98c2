import { readBase64 } from './base64.ts';
import { Unreadable } from './findings.ts';
import { readJson } from './leaf-line.ts';

export type Header = {
  competition: string;
  title: string;
  stage: string;
  origin: string;
  hash: 'sha256' | 'sm3';
  /** 32 bytes, Ed25519 */
  publicKey: Uint8Array;
  rules: {
    form: 'up_to' | 'exactly';
    most: number;
    scope: 'whole' | 'category';
    changeable: boolean;
    /** percent of the final score */
    weight: number;
  };
  categories: { position: number; name: string }[];
  /** `out`: taken out while voting ran */
  entries: { number: number; category: number; title: string; out?: boolean }[];
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isMark = (value: unknown) => value === undefined || value === true;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * The first line of the file.
 * @throws Unreadable where it is no such file, or something in it is missing or impossible
 */
export function readHeader(line: Uint8Array): Header {
  const given = readJson(line);
  if (given?.format !== 'tongxin-ballots/1') throw new Unreadable('no_ballot_file');
  const wrong = (field: string) => new Unreadable('header', { field });
  for (const field of ['competition', 'title', 'stage', 'origin']) if (!isText(given[field])) throw wrong(field);
  if (given.hash !== 'sha256' && given.hash !== 'sm3') throw wrong('hash');
  const publicKey = isText(given.public_key) ? readBase64(given.public_key) : null;
  if (publicKey?.length !== 32) throw wrong('public_key');
  const { categories, entries } = given;
  if (
    !Array.isArray(categories) ||
    !categories.every((one) => isObject(one) && isNumber(one.position) && isText(one.name))
  )
    throw wrong('categories');
  const positions = new Set(categories.map(({ position }) => position));
  if (positions.size !== categories.length) throw wrong('categories');
  const isEntry = (one: unknown) =>
    isObject(one) && isNumber(one.number) && positions.has(one.category) && isText(one.title) && isMark(one.out);
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw wrong('entries');
  if (new Set(entries.map(({ number }) => number)).size !== entries.length) throw wrong('entries');
  return {
    competition: given.competition as string,
    title: given.title as string,
    stage: given.stage as string,
    origin: given.origin as string,
    hash: given.hash,
    publicKey,
    rules: readRules(given.rules),
    categories,
    entries,
  };
}

function readRules(given: unknown): Header['rules'] {
  const rules = isObject(given) ? given : {};
  const { form, most, scope, changeable, weight } = rules;
  const sound =
    (form === 'up_to' || form === 'exactly') &&
    (scope === 'whole' || scope === 'category') &&
    typeof changeable === 'boolean' &&
    isNumber(most) &&
    most > 0 &&
    isNumber(weight) &&
    weight <= 100;
  if (!sound) throw new Unreadable('header', { field: 'rules' });
  return { form, most, scope, changeable, weight };
}
