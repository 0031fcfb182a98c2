import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import { type App, declareApiScopes, offerApi, requireApiKey } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { systemActor } from '../../people/index.ts';
import { consultationBySlug } from '../consultation.queries.ts';
import { largestMail_bytes } from './read-mail.ts';
import { receiveMail } from './receive-mail.ts';

const scope = 'consultations.mail';
declareApiScopes({ [scope]: 'consultations.intake.api.scope' });

const perKey = { name: 'consultations.mail', points: 600, seconds: 3600 };

/** Mail that a server or a script got for a consultation, message by message as it came. */
export function offerMailApi(k: Kernel): void {
  offerApi(k, { tag: 'consultations', routes: (app) => mailRoute(app, k) });
}

function mailRoute(app: App, k: Kernel): void {
  app.register(async (inner) => {
    inner.addContentTypeParser(
      ['message/rfc822', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: largestMail_bytes + 1 },
      (_request, body, done) => done(null, body),
    );
    (inner as unknown as App).post(
      '/consultations/:slug/mail',
      {
        bodyLimit: largestMail_bytes + 1,
        // The key is asked for before fifteen megabytes are read.
        onRequest: async (request) => {
          const key = await requireApiKey(k, request, scope);
          await k.limits.take(perKey, key.id);
        },
        schema: {
          tags: ['consultations'],
          summary: 'consultations.intake.api.mail',
          description: 'consultations.intake.api.mail_text',
          security: [{ key: [] }],
          params: z.object({ slug: z.string().max(60) }),
          response: { '2xx': z.object({ id: z.string(), again: z.boolean() }) },
        },
      },
      async (request, reply) => {
        if (!Buffer.isBuffer(request.body)) fail('consultations.intake.not_a_mail');
        const found = await consultationBySlug(k.db, request.params.slug);
        if (!found || found.state === 'draft') return fail('consultations.not_found');
        const received = await receiveMail(k, systemActor, found.id, request.body as Buffer);
        return reply.code(received.again ? 200 : 201).send(received);
      },
    );
  });
}
