import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor, Role } from '../actor.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';

export type Sent = { status: number; location: string; text: string };

/** Test data: somebody with roles, and a browser of theirs. */
export async function makeVisitor(
  k: Kernel,
  app: App,
  roles: { role: Role; departmentId?: string | null }[],
  secondFactor = true,
) {
  const actor: Actor & { accountId: string; email: string } = await makeAccount(k, { roles });
  const cookie = await sessionCookie(k, actor, secondFactor);
  const headers = { cookie, 'sec-fetch-site': 'same-origin', accept: 'text/html' };
  const read = (answer: { statusCode: number; headers: Record<string, unknown>; body: string }): Sent => ({
    status: answer.statusCode,
    location: String(answer.headers.location ?? ''),
    text: answer.body,
  });
  return {
    actor,
    get: async (url: string) => read(await app.inject({ url, headers })),
    post: async (url: string, fields: Record<string, string | string[]> = {}) => {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return read(
        await app.inject({ method: 'POST', url, headers: { ...headers, ...type }, payload: form.toString() }),
      );
    },
    upload: async (url: string, file: { name: string; bytes: Buffer }, fields: Record<string, string> = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(file.bytes)]), file.name);
      const packed = new Response(form);
      const type = { 'content-type': packed.headers.get('content-type') ?? '' };
      const payload = Buffer.from(await packed.arrayBuffer());
      return read(await app.inject({ method: 'POST', url, headers: { ...headers, ...type }, payload }));
    },
  };
}
export type Visitor = Awaited<ReturnType<typeof makeVisitor>>;

/** The value of a hidden field of a page. */
export function hidden(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}

/** What the audit log holds of an action, oldest first. */
export async function audited(k: Kernel, action: string) {
  return k.db.selectFrom('kernel.audit_entry').selectAll().where('action', '=', action).orderBy('id').execute();
}
