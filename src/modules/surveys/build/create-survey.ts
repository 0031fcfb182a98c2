import { z } from 'zod';
import { inTransaction, isDuplicate, isId, newId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { freeSlug, isSlug, proposeSlug } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, departmentBook } from '../../people/index.ts';
import { recordAct } from '../act-on-survey.ts';
import type { Definition } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { formOf, insertForm, type Survey, surveyById } from '../survey.queries.ts';
import { mayRead, mayRun } from '../surveys.policy.ts';
import { line } from '../typed.ts';
import './build.errors.ts';
import { insertSurvey, slugsLike } from './build.queries.ts';
import { emptyDefinition } from './edit.rules.ts';

/** Addresses below /questionnaires and /surveys that are pages of their own. */
const reserved = new Set(['new', 'from-file', 'feed', 'invitations', 'results', 'about', 'all', 'mine', 'answers']);

export const createInput = z.object({
  title: line(80, 'surveys.build.field_error.title', 2),
  /** empty: made from the title */
  slug: line(60).transform((text) => text.toLowerCase()),
  departmentId: z.string(),
  /** locales in which it will stand, the default one first */
  languages: z
    .array(z.enum(['zh-CN', 'en']))
    .min(1, 'surveys.build.field_error.languages')
    .default(['zh-CN']),
  /** slug-independent id of a survey to begin with a copy of */
  copyOf: z.string().default(''),
});
export type CreateInput = z.input<typeof createInput>;

/**
 * Makes a survey: a draft seen by its conveners, empty, with the questions of an older one, or with those of a file.
 * @param file what a file asks, and what goes into the record of it; none: empty, or the copy's
 * @throws AppError kernel.not_allowed, kernel.invalid
 */
export async function createSurvey(
  k: Kernel,
  actor: Actor,
  given: CreateInput,
  file?: { definition: Definition; details: Record<string, unknown> },
): Promise<{ id: string; slug: string }> {
  const input = createInput.parse(given);
  const department = isId(input.departmentId) ? (await departmentBook(k)).get(input.departmentId) : undefined;
  if (!department) return failFields({ departmentId: { key: 'surveys.build.field_error.department' } });
  if (!mayRun(actor, { departmentId: department.id })) fail('kernel.not_allowed');
  if (input.slug !== '' && (!isSlug(input.slug) || reserved.has(input.slug)))
    failFields({ slug: { key: 'surveys.build.field_error.slug' } });
  const model = await modelOf(k, actor, input.copyOf);
  const asked = definitionSchema.parse(file?.definition ?? model?.definition ?? emptyDefinition(input.languages));
  const at = k.clock.now();
  const proposed = input.slug || proposeSlug(input.title, localDate(at, k.config.TIME_ZONE).slice(0, 4));
  const taken = await slugsLike(k.db, proposed);
  if (input.slug !== '' && taken.has(input.slug)) failFields({ slug: { key: 'surveys.build.field_error.slug_taken' } });
  const made = { id: newId(), slug: freeSlug(proposed, taken), departmentId: department.id };
  try {
    await inTransaction(k.db, async (tx) => {
      await insertSurvey(tx, at, {
        ...(model && settingsOf(model.survey)),
        ...made,
        title: input.title,
        contact: department.phone.slice(0, 40),
        defaultLanguage: asked.languages[0] ?? 'zh-CN',
        createdBy: actor.accountId,
      });
      await insertForm(tx, at, { surveyId: made.id, version: 1, definition: asked });
      await recordAct(k, tx, actor, made, {
        act: 'create',
        as: 'convener',
        at,
        details: { ...(model && { copyOf: model.survey.slug }), ...file?.details },
      });
    });
  } catch (error) {
    // Somebody took the address in the same moment.
    if (isDuplicate(error)) failFields({ slug: { key: 'surveys.build.field_error.slug_taken' } });
    throw error;
  }
  return made;
}

async function modelOf(
  k: Kernel,
  actor: Actor,
  id: string,
): Promise<{ survey: Survey; definition: Definition } | undefined> {
  if (id === '') return undefined;
  const survey = isId(id) ? await surveyById(k.db, id) : undefined;
  if (!survey) return fail('surveys.not_found');
  if (!mayRead(actor, survey)) fail('kernel.not_allowed');
  return { survey, definition: await formOf(k.db, survey) };
}

const settingsOf = ({ titles, summary, intro, thanks, way, named, results, smallestGroup }: Survey) => ({
  titles,
  summary,
  intro,
  thanks,
  way,
  named,
  results,
  smallestGroup,
});
