import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { type AppError, failFields } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import type { FormValues } from '../../../../ui/form.tsx';
import { sendPage } from '../../../../ui/send-page.tsx';
import { typedOf } from '../../admin/admin-page.tsx';
import { districtBook } from '../../books.ts';
import { expectedError, formErrors } from '../../form-errors.ts';
import { requireOwner } from '../../session.ts';
import { textOf } from '../../text-of.ts';
import { withdrawApplication } from '../application/withdraw-application.ts';
import { entryOf, membersByAccount } from '../entry.queries.ts';
import { entryError, entryTyped, entryValues, withMoreRows } from '../entry-form.ts';
import type { EntryInput } from '../entry-input.ts';
import type { Owner } from '../record-fact.ts';
import { consentsGiven, isPublished, organisationsToName } from '../register.queries.ts';
import { makeStatement } from '../suspension/suspend-member.ts';
import { changeEntry } from './change-entry.ts';
import { leaveRegister } from './leave-register.ts';
import { standingOf } from './my-membership.ts';
import { LeavePage, MyEntryPage, MyMembershipPage, type SentForm } from './my-membership-page.tsx';
import { askRenewal, renewalFrom } from './renew-membership.ts';

const mostSuggested = 200;

/** One's own application and membership. */
export function myMembershipRoutes(app: App, k: Kernel): void {
  const deed = (
    form: SentForm['form'],
    said: string,
    work: (owner: Owner, request: FastifyRequest) => Promise<unknown>,
  ) =>
    app.post(`/me/membership/${form}`, async (request, reply) => {
      const owner = await requireOwner(k, request);
      try {
        await work(owner, request);
      } catch (error) {
        return show(k, request, reply, { form, error: expectedError(error) });
      }
      return reply.redirect(`/me/membership?said=${said}`, 303);
    });
  app.get('/me/membership', (request, reply) => show(k, request, reply));
  deed('withdraw', 'withdrawn', (owner) => withdrawApplication(k, owner));
  deed('renewal', 'asked', (owner, { body }) => askRenewal(k, owner, { note: textOf(body, 'note') }));
  deed('statement', 'stated', (owner, { body }) =>
    makeStatement(k, owner, { statement: wholeText(body, 'statement') }),
  );
  app.get('/me/membership/entry', (request, reply) => showEntry(k, request, reply));
  app.post('/me/membership/entry', (request, reply) => saveMyEntry(k, request, reply));
  app.get('/me/membership/leave', (request, reply) => showLeave(k, request, reply));
  app.post('/me/membership/leave', async (request, reply) => {
    const owner = await requireOwner(k, request);
    try {
      if (textOf(request.body, 'sure') !== 'yes') failFields({ sure: { key: 'people.register.wrong.sure' } });
      await leaveRegister(k, owner);
    } catch (error) {
      return showLeave(k, request, reply, expectedError(error));
    }
    return reply.redirect('/me/membership?said=left', 303);
  });
}

/** A text that may be longer than a line; its length is the verb's question. */
function wholeText(body: unknown, name: string): string {
  const value = typedOf(body)[name];
  return typeof value === 'string' ? value : '';
}

async function show(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  wrong?: { form: SentForm['form']; error: AppError },
): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const { accountId } = owner;
  const [standing, entry, districts, published] = await Promise.all([
    standingOf(k, accountId),
    entryOf(k.db, accountId),
    districtBook(k),
    isPublished(k.db, accountId),
  ]);
  const now = k.clock.now();
  await inTransaction(k.db, (tx) => k.notify.markRead(tx, accountId, { link: '/me/membership' }, now));
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.register.me.title'),
      robots: 'noindex',
      main: (
        <MyMembershipPage
          standing={standing}
          entry={entry}
          realName={owner.name}
          districts={districts}
          said={request.method === 'GET' ? textOf(request.query, 'said') : ''}
          today={localDate(now, k.config.TIME_ZONE)}
          renewalFrom={standing.membership ? renewalFrom(k, standing.membership.membership.endsOn) : ''}
          published={published}
          sent={
            wrong && {
              form: wrong.form,
              values: typedOf(request.body),
              errors: formErrors(ctx, wrong.error).errors,
            }
          }
        />
      ),
    }),
    wrong?.error.status ?? 200,
  );
}

async function saveMyEntry(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const owner = await requireOwner(k, request);
  const more = withMoreRows(request.body);
  if (more) return showEntry(k, request, reply, { values: more });
  const { typed, input, numbers } = entryTyped(request.body);
  try {
    await changeEntry(k, owner, input as EntryInput);
  } catch (error) {
    return showEntry(k, request, reply, { values: typed, error: entryError(error, numbers) });
  }
  return reply.redirect('/me/membership?said=saved', 303);
}

async function showEntry(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  sent?: { values: FormValues; error?: AppError },
): Promise<FastifyReply> {
  const { accountId } = await requireOwner(k, request);
  const [[member], entry, districts, organisations, consents] = await Promise.all([
    membersByAccount(k.db, [accountId]),
    entryOf(k.db, accountId),
    districtBook(k),
    organisationsToName(k.db, mostSuggested),
    consentsGiven(k.db, accountId),
  ]);
  if (!member || !entry) return reply.redirect('/me/membership', 303);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.register.me.change_title'),
      robots: 'noindex',
      main: (
        <MyEntryPage
          values={sent?.values ?? entryValues(entry, districts, consents)}
          errors={sent?.error ? formErrors(ctx, sent.error).errors : {}}
          districts={districts}
          organisations={organisations.map(({ name }) => name)}
        />
      ),
    }),
    sent?.error?.status ?? 200,
  );
}

async function showLeave(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: AppError,
): Promise<FastifyReply> {
  const { accountId } = await requireOwner(k, request);
  const [member] = await membersByAccount(k.db, [accountId]);
  if (!member && !error) return reply.redirect('/me/membership', 303);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('people.register.me.leave'),
      robots: 'noindex',
      main: <LeavePage errors={error ? formErrors(ctx, error).errors : {}} />,
    }),
    error?.status ?? 200,
  );
}
