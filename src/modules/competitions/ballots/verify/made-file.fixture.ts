import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** What a made file holds, as it is before it is signed: tests change a part and make the file of it. */
export type Made = {
  header: Record<string, unknown> & { entries: { number: number; category: number; title: string }[] };
  leaves: string[];
  heads: { size: number; kind: string; time: string }[];
  result: Record<string, unknown> & { votes: [number, number][] };
};

export const secretOf = (n: number) => createHash('sha256').update(`secret ${n}`).digest().subarray(0, 10);

const idOf = (secret: Buffer, hash: string) =>
  createHash(hash).update(secret).digest().subarray(0, 16).toString('base64url');

/** A ballot line; `n` makes its secret. */
export function ballotLine(
  n: number,
  choices: number[],
  { category, replaces, hash = 'sha256' }: { category?: number; replaces?: number; hash?: string } = {},
): string {
  return JSON.stringify({
    b: idOf(secretOf(n), hash),
    ...(category === undefined ? {} : { g: category }),
    c: choices,
    ...(replaces === undefined ? {} : { r: secretOf(replaces).toString('base64url') }),
  });
}

const keys = generateKeyPairSync('ed25519');
export const publicKey = rawKey(keys.publicKey);

function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

/**
 * 200 ballots on seven entries in two categories: five replaced, one of these twice, ten invalidated after the close; an
 * announced result of a jury and of the ballot.
 */
export function soundFile(hash: 'sha256' | 'sm3' = 'sha256'): Made {
  const leaves: string[] = [];
  for (let n = 0; n < 200; n++) {
    const choices = [1 + (n % 3), 4 + (n % 4)].slice(0, 1 + (n % 2));
    const replaces = n >= 195 ? n - 100 : n === 150 ? 20 : undefined;
    leaves.push(ballotLine(n, choices, { replaces, hash }));
  }
  leaves.push(ballotLine(200, [7], { replaces: 150, hash }));
  leaves.push('{"v":"1","reason":"同一地址段一分钟内投出","positions":[[30,36],[40,42]]}');
  const header = {
    format: 'tongxin-ballots/1',
    competition: 'street-crafts',
    title: '十佳街巷手艺',
    stage: '0190aaaa-0000-7000-8000-000000000001',
    origin: 'city.example/competitions/street-crafts/ballots/0190aaaa-0000-7000-8000-000000000001',
    hash,
    public_key: publicKey.toString('base64'),
    rules: { form: 'up_to', most: 3, scope: 'whole', changeable: true, weight: 30 },
    categories: [
      { position: 0, name: '手艺' },
      { position: 1, name: '传承人' },
    ],
    entries: [1, 2, 3, 4, 5, 6, 7].map((number) => ({
      number,
      category: number <= 3 ? 0 : 1,
      title: `作品 ${number}`,
    })),
  };
  const heads = [
    { size: 0, kind: 'running', time: '2026-11-20T01:00:00Z' },
    { size: 64, kind: 'running', time: '2026-11-21T16:00:00Z' },
    { size: 130, kind: 'running', time: '2026-11-22T16:00:00Z' },
    { size: 201, kind: 'close', time: '2026-11-23T16:00:00Z' },
    { size: 202, kind: 'invalidation', time: '2026-11-24T02:00:00Z' },
  ];
  return { header, leaves, heads, result: countedResult(leaves, header) };
}

/** Counted in the plainest way there is, by another hand than the verifier's. */
function countedResult(
  leaves: string[],
  { hash, stage, entries }: { hash: string; stage: string; entries: { number: number; category: number }[] },
): Made['result'] {
  const rows = leaves.map((line) => JSON.parse(line));
  const replaced = new Set(rows.filter(({ r }) => r).map(({ r }) => idOf(Buffer.from(r, 'base64url'), hash)));
  const named = new Set<number>();
  for (const { positions } of rows.filter(({ v }) => v))
    for (const [first, last] of positions) for (let at = first; at <= last; at++) named.add(at);
  const ballots = rows.filter(({ b }) => b);
  const counted = rows.filter(({ b }, at) => b && !replaced.has(b) && !named.has(at));
  const votes = entries.map(({ number }): [number, number] => [
    number,
    counted.filter(({ c }) => c.includes(number)).length,
  ]);
  const most = (category: number) =>
    Math.max(...entries.flatMap((entry, at) => (entry.category === category ? [votes[at]?.[1] ?? 0] : [])));
  const final = entries.map(({ number, category }, at) => {
    const own = votes[at]?.[1] ?? 0;
    const share = Math.round((own / most(category)) * 10_000) / 100;
    const jury = 80 + number / 2;
    const parts = [
      { stage: 'jury', title: '评审', weight: 70, score: jury },
      { stage, title: '公众投票', weight: 30, votes: own, score: share },
    ];
    return { number, category, parts, score: Math.round(jury * 70 + share * 30) / 100, rank: 0 };
  });
  for (const entry of final)
    entry.rank = 1 + final.filter((one) => one.category === entry.category && one.score > entry.score).length;
  return {
    ballots: ballots.length,
    replaced: replaced.size,
    invalidated: rows.filter(({ b }, at) => b && named.has(at) && !replaced.has(b)).length,
    counted: counted.length,
    roll: ballots.filter(({ r }) => !r).length,
    votes,
    final: final.map(({ category: _, ...entry }) => entry),
  };
}

/** The root as RFC 9162 defines it, by recursion. */
export function rootOf(leaves: string[], hash: string): Buffer {
  const digest = (...parts: (Buffer | string)[]) =>
    parts.reduce((made, part) => made.update(part), createHash(hash)).digest();
  if (leaves.length === 0) return digest('');
  if (leaves.length === 1) return digest(Buffer.from([0]), leaves[0] as string);
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return digest(Buffer.from([1]), rootOf(leaves.slice(0, half), hash), rootOf(leaves.slice(half), hash));
}

/** Signs the heads over the leaves and the header as they are, and writes the lines of the file. */
export function linesOf({ header, leaves, heads, result }: Made): string[] {
  const hash = header.hash as string;
  const first = JSON.stringify(header);
  const origin = header.origin as string;
  const keyHash = createHash('sha256')
    .update(origin)
    .update(Buffer.from([10, 1]))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
  let closed = false;
  const notes = heads.map(({ size, kind, time }) => {
    closed ||= kind === 'close';
    const root = rootOf(leaves.slice(0, size), hash).toString('base64');
    const bound = closed ? `header ${createHash(hash).update(first).digest('base64')}\n` : '';
    const body = `${origin}\n${size}\n${root}\nhash ${hash}\ntime ${time}\nkind ${kind}\n${bound}`;
    const signature = Buffer.concat([keyHash, sign(null, Buffer.from(body), keys.privateKey)]).toString('base64');
    return JSON.stringify({ note: `${body}\n— ${origin} ${signature}\n` });
  });
  return [
    first,
    JSON.stringify({ section: 'leaves', count: leaves.length }),
    ...leaves,
    JSON.stringify({ section: 'heads', count: notes.length }),
    ...notes,
    JSON.stringify({ section: 'result' }),
    JSON.stringify(result),
    JSON.stringify({ section: 'end' }),
  ];
}
