import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors/index.ts';
import { readMultipart } from '../../../kernel/files/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { attempt } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';
import { entryOf, membersByAccount } from '../register/entry.queries.ts';
import { requireOwner } from '../session.ts';
import { textOf } from '../text-of.ts';
import { changePhoto, photoPurpose } from './change-photo.ts';
import { findPublished } from './directory.queries.ts';
import { MyDirectoryPage } from './my-page.tsx';

const uploads = { name: 'people.member_photo', points: 20, seconds: 3600 };

/** One's own place in the directory. */
export function myDirectoryRoutes(app: App, k: Kernel): void {
  app.get('/me/directory', (request, reply) => show(k, request, reply));
  app.post('/me/directory', (request, reply) => save(k, request, reply));
}

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, error?: AppError): Promise<FastifyReply> {
  const { accountId } = await requireOwner(k, request);
  const [member] = await membersByAccount(k.db, [accountId]);
  const entry = await entryOf(k.db, accountId);
  const published = member ? await findPublished(k.db, member.number.toLowerCase()) : undefined;
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.directory.mine'),
      robots: 'noindex',
      main: (
        <MyDirectoryPage
          ctx={ctx}
          member={member}
          entry={entry}
          published={published !== undefined}
          saved={textOf(request.query, 'done') === 'saved'}
          errors={error ? formErrors(ctx, error, 'photo').errors : {}}
        />
      ),
    }),
    error?.status ?? 200,
  );
}

async function save(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  await k.limits.take(uploads, owner.accountId);
  const form = await readMultipart(request, {
    files: k.files,
    purpose: photoPurpose,
    ownerId: owner.accountId,
    limits: { documents: false, image_bytes: 8_000_000 },
    mostFiles: 1,
  });
  const removed = textOf(form.fields, 'remove') === 'yes' ? null : undefined;
  const error = await attempt(async () => {
    const fields = form.fieldErrors;
    if (Object.keys(fields).length > 0) throw new AppError('kernel.invalid', { n: Object.keys(fields).length }, fields);
    await changePhoto(k, owner, {
      fileId: form.files[0]?.id ?? removed,
      shown: textOf(form.fields, 'shown') === 'yes',
    });
  });
  if (error) return show(k, request, reply, error);
  return reply.redirect('/me/directory?done=saved', 303);
}
