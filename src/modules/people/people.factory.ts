import { createHmac, randomBytes } from 'node:crypto';
import { inTransaction, newId } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Actor, Role, RoleGrant } from './actor.ts';
import { forgetBooks } from './books.ts';
import { insertSession } from './people.factory.queries.ts';
import { insertAccount, insertDepartment, insertDistrict, insertGrant } from './people.queries.ts';

let serial = 0;

/** Test data: a department. */
export async function makeDepartment(
  k: Kernel,
  given: { code?: string; name?: string; kind?: string; districtId?: string | null } = {},
): Promise<string> {
  const n = ++serial;
  const name = { 'zh-CN': given.name ?? `第${n}局`, en: given.name ?? `Bureau ${n}` };
  const id = await inTransaction(k.db, (tx) =>
    insertDepartment(tx, {
      code: given.code ?? `d${n}`,
      parentId: null,
      name,
      shortName: name,
      kind: given.kind ?? 'bureau',
      phone: `0800-555-0${100 + n}`,
      districtId: given.districtId ?? null,
      sort: n,
    }),
  );
  await forgetBooks(k);
  return id;
}

/** Test data: a district. */
export async function makeDistrict(k: Kernel, given: { code?: string; name?: string } = {}): Promise<string> {
  const n = ++serial;
  const id = await inTransaction(k.db, (tx) =>
    insertDistrict(tx, {
      code: given.code ?? `q${n}`,
      name: { 'zh-CN': given.name ?? `第${n}区`, en: `District ${n}` },
      lon: 103.6,
      lat: 40.1,
      streets: ['文昌街道'],
      sort: n,
    }),
  );
  await forgetBooks(k);
  return id;
}

/** Test data: somebody with an account and these roles, as an actor whose second factor has passed. */
export async function makeAccount(
  k: Kernel,
  given: {
    name?: string;
    email?: string;
    phone?: string | null;
    roles?: { role: Role; departmentId?: string | null }[];
  } = {},
): Promise<Actor & { accountId: string; email: string }> {
  const n = ++serial;
  const name = given.name ?? `测试${n}`;
  const email = given.email ?? `p${n}-${randomBytes(3).toString('hex')}@example.test`;
  const grants: RoleGrant[] = (given.roles ?? []).map(({ role, departmentId }) => ({
    role,
    departmentId: departmentId ?? null,
  }));
  const accountId = await inTransaction(k.db, async (tx) => {
    const id = await insertAccount(tx, {
      name,
      displayName: name,
      email,
      phone: given.phone === undefined ? `+86198${String(n).padStart(8, '0')}` : given.phone,
    });
    for (const grant of grants) await insertGrant(tx, { accountId: id, ...grant, by: null, at: k.clock.now() });
    return id;
  });
  return {
    kind: 'account',
    accountId,
    name,
    displayName: name,
    locale: 'zh-CN',
    roles: grants,
    secondFactor: true,
    email,
  };
}

/** Test data: a signed-in session's Cookie header, with the second factor passed unless told otherwise. */
export async function sessionCookie(
  k: Kernel,
  actor: { accountId: string | null },
  secondFactor = true,
): Promise<string> {
  if (!actor.accountId) throw new Error('anonymous people have no session');
  const token = randomBytes(24).toString('base64url');
  const accountId = actor.accountId;
  await inTransaction(k.db, (tx) =>
    insertSession(tx, {
      id: newId(),
      token,
      accountId,
      secondFactorAt: secondFactor ? k.clock.now() : null,
      provenAt: k.clock.now(),
    }),
  );
  const signature = createHmac('sha256', k.secret).update(token).digest('base64');
  return `tongxin.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}
