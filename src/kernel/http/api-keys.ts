import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { newId, type Tx } from '../db/index.ts';
import { fail } from '../errors/index.ts';
import type { Kernel } from '../kernel.ts';
import { allKeys, insertKey, keyByHash, markRevoked, markUsed } from './api-keys.queries.ts';

/** A program's key, without the key itself. */
export type ApiKey = {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  createdBy: string | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

const scopes = new Map<string, string>();

/** Adds what programs can be allowed: scope (`cases.write`) → message key that says it to an administrator. */
export function declareApiScopes(declared: Record<string, string>): void {
  for (const [scope, label] of Object.entries(declared)) {
    if ((scopes.get(scope) ?? label) !== label) throw new Error(`the scope ${scope} is declared twice`);
    scopes.set(scope, label);
  }
}

/** Every scope with the message key of its words. */
export function apiScopes(): ReadonlyMap<string, string> {
  return scopes;
}

const keyShape = /^tx_[\w-]{43}$/;
const hashOf = (key: string) => createHash('sha256').update(key).digest();
/** Whoever tries keys out is slowed down; whoever has one never meets this. */
const wrongKeys = { name: 'kernel.api_key_wrong', points: 20, seconds: 300 };

/**
 * The key as it was sent: `Authorization: Bearer …`, `X-API-Key`, or `api_key` in the query or the form (Open311).
 * null: none was sent.
 */
export function sentApiKey(request: FastifyRequest): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return bearer;
  for (const sent of [request.headers['x-api-key'], fieldOf(request.query), fieldOf(request.body)])
    if (typeof sent === 'string' && sent !== '') return sent;
  return null;
}

const fieldOf = (source: unknown) => (source as Record<string, unknown> | null | undefined)?.api_key;

/**
 * The key of a program that may do what `scope` names.
 * @throws AppError kernel.api_key_missing (401), kernel.api_key_wrong (401: unknown or revoked), kernel.api_key_scope (403),
 * kernel.too_many after too many wrong keys of one address
 */
export async function requireApiKey(k: Kernel, request: FastifyRequest, scope: string): Promise<ApiKey> {
  const sent = sentApiKey(request);
  if (sent === null) fail('kernel.api_key_missing');
  const row = keyShape.test(sent) ? await keyByHash(k.db, hashOf(sent)) : undefined;
  if (!row || row.revoked_at) {
    await k.limits.takeForAddress(wrongKeys, request);
    return fail('kernel.api_key_wrong');
  }
  if (!row.scopes.includes(scope)) fail('kernel.api_key_scope', { scope });
  await markUsed(k.db, row.id, k.clock.now());
  return apiKeyOf(row);
}

/**
 * Makes a key.
 * @returns its id, and the key itself: only its SHA-256 is kept, so it can be shown this once
 */
export async function createApiKey(
  tx: Tx,
  given: { name: string; scopes: string[]; by: string | null; at: Date },
): Promise<{ id: string; key: string }> {
  const id = newId();
  const key = `tx_${randomBytes(32).toString('base64url')}`;
  await insertKey(tx, {
    id,
    name: given.name,
    hash: hashOf(key),
    scopes: given.scopes,
    created_at: given.at,
    created_by: given.by,
  });
  return { id, key };
}

/** From the commit on the key opens nothing. @returns false where there is none, or it was revoked before */
export async function revokeApiKey(tx: Tx, id: string, at: Date): Promise<boolean> {
  return markRevoked(tx, id, at);
}

/** Every key there ever was, newest first. */
export async function listApiKeys(k: Kernel): Promise<ApiKey[]> {
  return (await allKeys(k.db)).map(apiKeyOf);
}

function apiKeyOf(row: Awaited<ReturnType<typeof allKeys>>[number]): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at,
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
