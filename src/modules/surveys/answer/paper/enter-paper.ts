import { randomUUID } from 'node:crypto';
import { AppError, type FieldErrors, fail, failFields } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { typedLine } from '../../../../kernel/text/index.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import type { Actor } from '../../../people/index.ts';
import { type Acting, actOnSurvey } from '../../act-on-survey.ts';
import { type AnswerProblem, checkAnswers } from '../../logic/check-answer.ts';
import { momentOf } from '../../moment.ts';
import type { Answer } from '../../questionnaire.rules.ts';
import { formOf, type Survey } from '../../survey.queries.ts';
import { mayRun } from '../../surveys.policy.ts';
import '../answer.errors.ts';
import { takesPaper, timeKept } from '../answer.rules.ts';
import { type Fields, fieldOf } from '../fields.ts';
import { invitationByNumber } from '../invite/invitation.queries.ts';
import { insertFresh, insertParticipants, insertResponses } from '../response.queries.ts';
import { insertPaper } from './paper.queries.ts';
import { readPaper } from './paper-fields.ts';

export type EnterPaper = {
  /** number on the sheet */
  serial: string;
  fields: Fields;
  /** of a survey by invitation: the number on its list */
  invitation?: number | null;
};

/** A sheet cannot be sent back: what it leaves out is left out. */
const forgiven = new Set(['surveys.problem.required', 'surveys.problem.rows', 'surveys.problem.places']);

/**
 * Types in a sheet of paper. Its number decides that none is typed in twice; of a survey by invitation, the number on the list
 * that nobody answers twice.
 * @returns the answer's id
 * @throws AppError kernel.invalid, surveys.answer.serial_taken, .already, .no_such_invitation, .not_running
 */
export async function enterPaper(k: Kernel, actor: Actor, surveyId: string, given: EnterPaper): Promise<string> {
  const serial = typedLine(given.serial).slice(0, 41);
  return actOnSurvey(
    k,
    actor,
    surveyId,
    { act: 'enter_paper', as: 'convener', states: ['open', 'closed'], may: mayRun },
    async (acting) => {
      const { tx, survey, at } = acting;
      if (!takesPaper(survey, at)) fail('surveys.answer.not_yet');
      const answers = await answersOf(k, acting, serial, given);
      const responseId = randomUUID();
      if (!(await insertPaper(tx, at, { surveyId: survey.id, serial, responseId, enteredBy: actor.accountId })))
        throw new AppError(
          'surveys.answer.serial_taken',
          { serial },
          { serial: { key: 'errors.surveys.answer.serial_taken', params: { serial } } },
        );
      const invitationId = survey.way === 'invited' ? await participate(k, acting, given.invitation ?? 0) : null;
      await insertResponses(tx, [
        {
          surveyId: survey.id,
          id: responseId,
          formVersion: survey.formVersion,
          way: 'paper',
          locale: survey.defaultLanguage,
          answers,
          handedInAt: timeKept(survey.named, at),
          seconds: null,
          accountId: null,
          invitationId: survey.named ? invitationId : null,
        },
      ]);
      await insertFresh(tx, survey.id, [responseId]);
      await k.outbox.emit(tx, at, {
        type: 'surveys.handed_in',
        subject: survey.id,
        actorId: null,
        payload: { slug: survey.slug, count: 1 },
      });
      return { details: { serial }, result: responseId };
    },
  );
}

async function answersOf(
  k: Kernel,
  { tx, survey }: Acting,
  serial: string,
  given: EnterPaper,
): Promise<Record<string, Answer>> {
  const definition = await formOf(tx, survey);
  const page = readPaper(definition, given.fields);
  const typed = Object.fromEntries(
    Object.entries(page.answers).flatMap(([name, answer]) => (answer === null ? [] : [[name, answer]])),
  );
  const checked = checkAnswers(definition, typed, momentOf(k));
  const wrong = new Map<string, AnswerProblem>([
    ...[...checked.problems].filter(([, { key }]) => !forgiven.has(key)),
    ...page.problems,
  ]);
  const errors: FieldErrors = {};
  if (serial === '') errors.serial = { key: 'surveys.answer.paper.no_serial' };
  if (serial.length > 40) errors.serial = { key: 'surveys.wrong.too_long' };
  for (const [name, { key, params }] of wrong) errors[fieldOf(name)] = { key, params: params ?? {} };
  if (Object.keys(checked.answers).length === 0 && Object.keys(errors).length === 0)
    errors[''] = { key: 'surveys.answer.paper.empty' };
  if (Object.keys(errors).length > 0) failFields(errors);
  return { ...checked.answers };
}

async function participate(
  k: Kernel,
  { tx, survey, at }: Acting & { survey: Survey },
  number: number,
): Promise<string> {
  const known = Number.isInteger(number) && number > 0 && number < 2 ** 31;
  const invitation = known ? await invitationByNumber(tx, survey.id, number) : undefined;
  if (!invitation || invitation.revokedAt)
    throw new AppError(
      'surveys.answer.no_such_invitation',
      {},
      { invitation: { key: 'errors.surveys.answer.no_such_invitation' } },
    );
  const day = localDate(at, k.config.TIME_ZONE);
  const row = { surveyId: survey.id, kind: 'invitation' as const, whoId: invitation.id, day, tell: false };
  if ((await insertParticipants(tx, [row])).size === 0)
    throw new AppError('surveys.answer.already', {}, { invitation: { key: 'surveys.answer.paper.already' } });
  return invitation.id;
}
