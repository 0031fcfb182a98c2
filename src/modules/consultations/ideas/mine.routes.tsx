import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPage } from '../../../ui/send-page.tsx';
import { formErrors, postForm, requireActor, type Sent, stateOf } from '../../people/index.ts';
import { certificatePdf } from './certificate-pdf.ts';
import './ideas.errors.ts';
import { isAdopted } from './ideas.rules.ts';
import { loadIdea, type Story } from './load-idea.ts';
import { MinePage } from './mine-page.tsx';
import { agreeToThanks, takeThanksBack } from './thank-author.ts';

type ByIdea = { Params: { slug: string; number: string } };

/** What an author sees of their own idea alone. */
export function mineRoutes(app: App, k: Kernel): void {
  app.get<ByIdea>('/ideas/:slug/:number/mine', (request, reply) => showMine(k, request, reply));
  app.post<ByIdea>('/ideas/:slug/:number/thanks', (request, reply) => agree(k, request, reply));
  app.post<ByIdea>('/ideas/:slug/:number/thanks/back', (request, reply) => takeBack(k, request, reply));
  app.get<ByIdea>('/ideas/:slug/:number/certificate.pdf', (request, reply) => certificate(k, request, reply));
}

/** Somebody else's is as good as none. */
async function ownStory(k: Kernel, request: FastifyRequest<ByIdea>) {
  const actor = await requireActor(k, request);
  const found = await loadIdea(k, request.params.slug, request.params.number);
  const story: Story = 'story' in found ? found.story : fail('consultations.ideas.not_found');
  if (actor.accountId === null || story.idea.accountId !== actor.accountId) fail('consultations.ideas.not_found');
  return { actor, story, base: `/ideas/${story.call.slug}/${story.idea.number}/mine` };
}

async function showMine(
  k: Kernel,
  request: FastifyRequest<ByIdea>,
  reply: FastifyReply,
  sent?: Sent,
): Promise<FastifyReply> {
  const { actor, story } = await ownStory(k, request);
  const { done } = request.query as Record<string, unknown>;
  return sendPage(
    request,
    reply,
    (ctx) => {
      const form = stateOf(ctx, sent, 'thanks', { shownAs: actor.name });
      return {
        title: `${ctx.t('consultations.ideas.mine.title')} · ${story.idea.title}`,
        robots: 'noindex',
        main: (
          <MinePage
            ctx={ctx}
            story={story}
            done={sent || typeof done !== 'string' ? '' : done}
            form={sent ? { ...form, errors: formErrors(ctx, sent.thrown).errors } : form}
          />
        ),
      };
    },
    sent ? sent.thrown.status : 200,
  );
}

async function agree(k: Kernel, request: FastifyRequest<ByIdea>, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, story, base } = await ownStory(k, request);
  return postForm(
    request,
    reply,
    'thanks',
    async () => {
      await agreeToThanks(k, actor, story.idea.id, request.body as never);
      return `${base}?done=agreed`;
    },
    (sent) => showMine(k, request, reply, sent),
  );
}

async function takeBack(k: Kernel, request: FastifyRequest<ByIdea>, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, story, base } = await ownStory(k, request);
  return postForm(
    request,
    reply,
    'back',
    async () => {
      await takeThanksBack(k, actor, story.idea.id);
      return `${base}?done=back`;
    },
    (sent) => showMine(k, request, reply, sent),
  );
}

async function certificate(k: Kernel, request: FastifyRequest<ByIdea>, reply: FastifyReply): Promise<FastifyReply> {
  const { story } = await ownStory(k, request);
  const { thanks } = story;
  if (!thanks?.standing || !isAdopted(thanks.outcome)) return fail('consultations.ideas.certificate_not_found');
  const { locale } = request.server.frame.anonymous(request);
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="thanks-${story.call.slug}-${story.idea.number}.pdf"`)
    .type('application/pdf')
    .send(await certificatePdf(k, thanks, locale));
}
