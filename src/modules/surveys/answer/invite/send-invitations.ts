import { inTransaction } from '../../../../kernel/db/index.ts';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, departmentBook, nameForMessage } from '../../../people/index.ts';
import { actOnSurvey } from '../../act-on-survey.ts';
import { type Survey, surveyById } from '../../survey.queries.ts';
import { mayRun } from '../../surveys.policy.ts';
import { surveyTime } from '../../surveys.rules.ts';
import '../answer.errors.ts';
import { dropEmail, type Invitation, invitationFigures, invitationsToSend, markSent } from './invitation.queries.ts';
import { codeOf } from './invitation-code.ts';

export const sendJob = 'surveys.send_invitations';
export type Which = 'first' | 'reminder';
type Sending = { surveyId: string; which: Which };

/** Nobody is reminded sooner than this after the last letter. */
const remindsAfter_ms = 20 * 3600_000;
const batch = 40;

export const codeLink = (survey: Pick<Survey, 'slug'>, code: string): string =>
  `/surveys/${survey.slug}/code?c=${code}`;

/**
 * Writes to whoever is on the list with an address: first letters to whoever had none, reminders to whoever had one and has
 * not answered. What anybody answered plays no part.
 * @throws AppError surveys.answer.nobody_to_write_to, surveys.answer.not_running, kernel.not_allowed
 */
export async function sendInvitations(k: Kernel, actor: Actor, surveyId: string, which: Which): Promise<void> {
  await actOnSurvey(
    k,
    actor,
    surveyId,
    { act: which === 'first' ? 'send_invitations' : 'remind_invited', as: 'convener', may: mayRun },
    async ({ tx, survey, at }) => {
      if (surveyTime(survey, at) !== 'running') fail('surveys.answer.not_running');
      const { unsent, remindable } = await invitationFigures(tx, survey.id);
      const count = which === 'first' ? unsent : remindable;
      if (count === 0) fail('surveys.answer.nobody_to_write_to');
      await k.jobs.send(tx, sendJob, { surveyId: survey.id, which } satisfies Sending);
      return { details: { count }, result: undefined };
    },
  );
}

/** The job: some letters, and another job for the next ones. */
export async function sendSome(k: Kernel, { surveyId, which }: Sending): Promise<void> {
  const survey = await surveyById(k.db, surveyId);
  const at = k.clock.now();
  if (!survey || surveyTime(survey, at) !== 'running') return;
  const before = new Date(at.getTime() - remindsAfter_ms);
  const due = await invitationsToSend(k.db, surveyId, { which, before, limit: batch });
  const department = (await departmentBook(k)).name(survey.departmentId, 'zh-CN');
  for (const invitation of due) await sendOne(k, survey, department, invitation);
  if (due.length === batch) await inTransaction(k.db, (tx) => k.jobs.send(tx, sendJob, { surveyId, which }));
}

async function sendOne(k: Kernel, survey: Survey, department: string, invitation: Invitation): Promise<void> {
  const { email } = invitation;
  if (!email) return;
  // Marked first: whoever gets two letters is worse off than whoever gets the next reminder.
  if (!(await inTransaction(k.db, (tx) => markSent(tx, k.clock.now(), invitation)))) return;
  const code = codeOf(k, invitation);
  try {
    await k.notify.sendNow({
      channel: 'email',
      to: email,
      kind: invitation.sent === 0 ? 'surveys.invitation' : 'surveys.reminder',
      locale: 'zh-CN',
      name: nameForMessage(invitation.name ?? ''),
      params: {
        survey: survey.title,
        department,
        code,
        until: { at: new Date((survey.endsAt?.getTime() ?? 1) - 1).toISOString() },
      },
      link: codeLink(survey, code),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'notify.bad_address') throw error;
    await inTransaction(k.db, (tx) => dropEmail(tx, invitation));
  }
}
