import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor, Role } from '../../people/index.ts';
import { makeOrganisation } from '../../people/organisations/organisations.factory.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';

let serial = 0;

/** Test data: a verified organisation with an administrator, a liaison officer and a member of its own. */
export async function makeTestOrganisation(k: Kernel, given: { name?: string } = {}) {
  const n = ++serial;
  const administrator = await makeAccount(k, { name: `管理${n}` });
  const officer = await makeAccount(k, { name: `联络${n}` });
  const member = await makeAccount(k, { name: `成员${n}` });
  const { id, slug } = await makeOrganisation(k, {
    kind: 'site',
    name: given.name ?? `第${n}网`,
    people: [
      { accountId: administrator.accountId, part: 'administrator' },
      { accountId: officer.accountId, part: 'liaison_officer' },
      { accountId: member.accountId, part: 'member' },
    ],
  });
  return { id, slug, administrator, officer, member };
}

/** Test data: two departments, each with a liaison officer and a leader, the liaison office, and whoever has no part in it. */
export async function makeCast(k: Kernel) {
  const department = await makeDepartment(k, { name: '网络工作局' });
  const other = await makeDepartment(k, { name: '文化旅游局' });
  const staff = (role: Role, departmentId: string | null = null) => makeAccount(k, { roles: [{ role, departmentId }] });
  const mine = await makeTestOrganisation(k);
  const theirs = await makeTestOrganisation(k);
  return {
    department,
    other,
    mine,
    theirs,
    officer: await staff('liaison_officer', department),
    leader: await staff('leader', department),
    otherOfficer: await staff('liaison_officer', other),
    otherLeader: await staff('leader', other),
    office: await staff('liaison_officer'),
    cityLeader: await staff('leader'),
    auditor: await staff('auditor'),
    handler: await staff('handler', department),
    secretary: await staff('secretary'),
    administrator: await staff('administrator'),
    resident: await makeAccount(k),
  };
}
export type Cast = Awaited<ReturnType<typeof makeCast>>;

/** Test data: somebody's browser. */
export async function browse(k: Kernel, app: App, actor: Actor) {
  const cookie = await sessionCookie(k, actor);
  const headers = { cookie, 'sec-fetch-site': 'same-origin', accept: 'text/html' };
  return {
    get: async (url: string) => {
      const answer = await app.inject({ url, headers });
      return { status: answer.statusCode, text: answer.body, bytes: answer.rawPayload, headers: answer.headers };
    },
    post: async (url: string, fields: Record<string, string | string[]> = {}) => {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await app.inject({
        method: 'POST',
        url,
        headers: { ...headers, ...type },
        payload: form.toString(),
      });
      return { status: answer.statusCode, text: answer.body, location: String(answer.headers.location ?? '') };
    },
    upload: async (
      url: string,
      file: { field: string; name: string; bytes: Buffer },
      fields: Record<string, string>,
    ) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append(file.field, new Blob([new Uint8Array(file.bytes)]), file.name);
      const packed = new Response(form);
      const type = { 'content-type': packed.headers.get('content-type') ?? '' };
      const payload = Buffer.from(await packed.arrayBuffer());
      const answer = await app.inject({ method: 'POST', url, headers: { ...headers, ...type }, payload });
      return { status: answer.statusCode, text: answer.body, location: String(answer.headers.location ?? '') };
    },
  };
}
