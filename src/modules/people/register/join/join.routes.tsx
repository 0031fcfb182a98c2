import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import type { App, Limit } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { FormValues } from '../../../../ui/form.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import type { Actor } from '../../actor.ts';
import { districtBook } from '../../books.ts';
import { formErrors } from '../../form-errors.ts';
import { profileOf } from '../../me/profile.queries.ts';
import { nominationDetails } from '../../nominations/accepted-nomination.ts';
import { actorOf, requireOwner } from '../../session.ts';
import { spokenNumber } from '../../sign-in/address.ts';
import { textOf } from '../../text-of.ts';
import { applicationsOf, checksOf } from '../application/application.queries.ts';
import { isOpen } from '../application/application.rules.ts';
import { applyForMembership } from '../application/apply-for-membership.ts';
import { entryOf, membersByAccount } from '../entry.queries.ts';
import { entryError, entryTyped, entryValues, withMoreRows } from '../entry-form.ts';
import type { ApplicationInput } from '../entry-input.ts';
import { consentsGiven, organisationsToName } from '../register.queries.ts';
import { registerSettings } from '../register.settings.ts';
import { JoinPage, type JoinProps } from './join-page.tsx';

const applyLimit: Limit = { name: 'people.apply', points: 20, seconds: 3600 };
const mostSuggested = 200;

/** Applying to the register. */
export function joinRoutes(app: App, k: Kernel): void {
  app.get('/join', (request, reply) => show(k, request, reply));
  app.post('/join', (request, reply) => apply(k, request, reply));
}

async function apply(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const more = withMoreRows(request.body);
  if (more) return show(k, request, reply, { values: more });
  const { typed, input, numbers } = entryTyped(request.body);
  try {
    await k.limits.take(applyLimit, owner.accountId);
    const nomination = textOf(request.body, 'nomination');
    await applyForMembership(k, owner, input as ApplicationInput, isId(nomination) ? nomination : null);
  } catch (error) {
    return show(k, request, reply, { values: typed, error: entryError(error, numbers) });
  }
  return reply.redirect('/me/membership?said=applied', 303);
}

type Sent = { values: FormValues; error?: AppError };

async function show(k: Kernel, request: FastifyRequest, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const actor = await actorOf(k, request);
  const settings = k.settings.get(registerSettings);
  const instead = await insteadOfForm(k, actor);
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('people.register.join.title'),
      main: (
        <JoinPage
          settings={settings}
          instead={sent?.error ? undefined : instead}
          form={instead && !sent ? undefined : await formFor(k, ctx, request, actor, sent)}
        />
      ),
    }),
    sent?.error?.status ?? 200,
  );
}

async function insteadOfForm(k: Kernel, { accountId, name }: Actor): Promise<JoinProps['instead']> {
  if (!accountId) return 'sign_in';
  if (name === '') return 'welcome';
  const [member] = await membersByAccount(k.db, [accountId]);
  if (member) return 'member';
  const open = (await applicationsOf(k.db, accountId)).find(({ state }) => isOpen(state));
  return open && open.state !== 'returned' ? 'open' : undefined;
}

async function formFor(
  k: Kernel,
  ctx: PageContext,
  request: FastifyRequest,
  actor: Actor,
  sent: Sent | undefined,
): Promise<JoinProps['form']> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  const [districts, organisations, applications] = await Promise.all([
    districtBook(k),
    organisationsToName(k.db, mostSuggested),
    applicationsOf(k.db, accountId),
  ]);
  const returned = applications.find(({ state }) => state === 'returned');
  const nominationId = nominationOf(request) || returned?.nominationId || '';
  const nomination = nominationId === '' ? null : await nominationDetails(k.db, nominationId, accountId);
  return {
    values: sent?.values ?? {
      categories: nomination?.categories ?? [],
      ...(await firstValues(k, accountId, returned?.referees ?? '')),
    },
    errors: sent?.error ? formErrors(ctx, sent.error).errors : {},
    districts,
    organisations: organisations.map(({ name }) => name),
    realName: actor.name,
    nomination,
    returned: returned && (await checksOf(k.db, returned.id)).at(-1),
  };
}

function nominationOf(request: FastifyRequest): string {
  const given = textOf(request.body, 'nomination') || textOf(request.query, 'nomination');
  return isId(given) ? given : '';
}

/** What was said before, or how the account is reached. */
async function firstValues(k: Kernel, accountId: string, referees: string): Promise<FormValues> {
  const entry = await entryOf(k.db, accountId);
  if (!entry) {
    const profile = await profileOf(k.db, accountId);
    return { contactEmail: profile?.email ?? '', contactPhone: spokenNumber(profile?.phone ?? '') };
  }
  const [districts, consents] = await Promise.all([districtBook(k), consentsGiven(k.db, accountId)]);
  return { ...entryValues(entry, districts, consents), referees, agreed: '' };
}
