import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Locale, T } from '../i18n/index.ts';

/** Numbers up to this have words in messages. */
const mostWords = 20;

export type PlainQuestion = { text: string; token: string };

type Asked = { key: string; params: Record<string, string>; answer: number };

function ask(t: T): Asked {
  const word = (n: number) => t(`proof.number.${n}`);
  switch (randomInt(4)) {
    case 0: {
      const [a, b] = [randomInt(1, 10), randomInt(1, 11)];
      return { key: 'proof.question.plus', params: { a: word(a), b: word(b) }, answer: a + b };
    }
    case 1: {
      const a = randomInt(6, mostWords + 1);
      const b = randomInt(1, a);
      return { key: 'proof.question.minus', params: { a: word(a), b: word(b) }, answer: a - b };
    }
    case 2: {
      const some = new Set<number>();
      while (some.size < 3) some.add(randomInt(1, mostWords + 1));
      const [a = 0, b = 0, c = 0] = some;
      return {
        key: 'proof.question.largest',
        params: { a: word(a), b: word(b), c: word(c) },
        answer: Math.max(a, b, c),
      };
    }
    default: {
      const a = randomInt(1, 10);
      return { key: 'proof.question.double', params: { a: word(a) }, answer: 2 * a };
    }
  }
}

/** A question in words for whoever's browser runs no scripts; the token holds its answer so that only we can read it. */
export function askPlainly(t: T, secret: string, expiresAt: Date): PlainQuestion {
  const { key, params, answer } = ask(t);
  const id = randomBytes(16).toString('base64url');
  const claim = `${id}.${expiresAt.getTime().toString(36)}`;
  return { text: t(key, params), token: `${claim}.${sign(secret, `${claim}.${answer}`)}` };
}

export type PlainVerdict = { id: string; verdict: 'right' | 'wrong' | 'expired' } | { id: null; verdict: 'forged' };

/** The token is ours only where some answer fits it, so a made-up one cannot fill the table of spent ones. */
export function judgePlainly(token: string, answer: number | undefined, secret: string, now: Date): PlainVerdict {
  const [id = '', expires = '', signature = ''] = token.split('.');
  const fits = (value: number) => same(signature, sign(secret, `${id}.${expires}.${value}`));
  const right = Array.from({ length: 2 * mostWords + 1 }, (_, value) => value).find(fits);
  if (right === undefined) return { id: null, verdict: 'forged' };
  if (Number.parseInt(expires, 36) < now.getTime()) return { id, verdict: 'expired' };
  return { id, verdict: right === answer ? 'right' : 'wrong' };
}

/** Reads an answer as people write it: 12, １２, 十二, twelve. */
export function readAnswer(given: string, wordTables: readonly T[]): number | undefined {
  const text = given
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s。.！!]+$/g, '');
  if (/^\d{1,3}$/.test(text)) return Number(text);
  for (const t of wordTables) {
    for (let n = 0; n <= mostWords; n++) if (t(`proof.number.${n}`).toLowerCase() === text) return n;
  }
  return undefined;
}

/** Languages in which an answer in words is understood, whatever the page was in. */
export const answerLocales: readonly Locale[] = ['zh-CN', 'zh-TW', 'en'];

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(`plain question\n${text}`).digest('base64url');
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
