import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsVectorText, typedLine, visibleText } from '../../../kernel/text/index.ts';
import { type Actor, districtBook } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { keptToken } from '../comments/form-token.ts';
import { speakerInput, speakerOf } from '../comments/speaker.ts';
import { formToken } from '../comments/written.ts';
import type { Settings } from '../consultations.rules.ts';
import { insertContribution } from '../contribution.queries.ts';
import { offeredCategory } from './category.queries.ts';
import { insertIdea, insertPhotos } from './idea.queries.ts';
import './ideas.errors.ts';
import { mostPhotos, photoPurpose } from './ideas.rules.ts';
import { compared_characters } from './likeness.ts';

const blank = (value: unknown) => (value === '' ? undefined : value);
const coordinate = (most: number) =>
  z.preprocess(
    blank,
    z.coerce
      .number('consultations.ideas.field.point')
      .min(-most, 'consultations.ideas.field.point')
      .max(most, 'consultations.ideas.field.point')
      .optional(),
  );
const line = (most: number) =>
  z.string().default('').transform(typedLine).pipe(z.string().max(most, 'consultations.ideas.field.line_long'));
const chosen = z.preprocess(blank, z.string().refine(isId, 'consultations.ideas.field.unknown').optional());

export const ideaInput = z.object({
  title: z
    .string()
    .transform(typedLine)
    .pipe(z.string().min(4, 'consultations.ideas.field.title_short').max(60, 'consultations.ideas.field.title_long')),
  text: z
    .string()
    .transform(visibleText)
    .pipe(z.string().min(10, 'consultations.ideas.field.text_short').max(5000, 'consultations.ideas.field.text_long')),
  categoryId: chosen,
  districtId: chosen,
  place: line(100),
  lon: coordinate(180),
  lat: coordinate(90),
  ...speakerInput,
  fileIds: z.array(z.string()).max(mostPhotos).default([]),
  formToken,
});
export type IdeaInput = z.input<typeof ideaInput>;

/**
 * Takes an idea in; a form that is sent twice makes one idea.
 * @throws AppError kernel.invalid beside the fields, kernel.sign_in_first, consultations.not_started, .over
 */
export async function sayIdea(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: IdeaInput,
): Promise<{ id: string; number: number; again: boolean }> {
  const input = ideaInput.parse(given);
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  if (input.districtId && !(await districtBook(k)).get(input.districtId))
    failFields({ districtId: { key: 'consultations.ideas.field.unknown' } });
  if ((input.lon === undefined) !== (input.lat === undefined))
    failFields({ lat: { key: 'consultations.ideas.field.point' } });
  return actOnConsultation(
    k,
    actor,
    consultationId,
    {
      act: 'say_idea',
      as: 'resident',
      kind: 'ideas',
      statuses: ['running'],
      may: (who) => who.accountId !== null,
      together: true,
    },
    async ({ tx, consultation, at }) => {
      if (input.categoryId && !(await offeredCategory(tx, consultation.id, input.categoryId)))
        failFields({ categoryId: { key: 'consultations.ideas.field.unknown' } });
      const speaker = await speakerOf(k, tx, actor, input);
      const said = await insertContribution(tx, at, {
        consultationId: consultation.id,
        kind: 'idea',
        accountId,
        ...speaker,
        way: 'web',
        text: input.text,
        formToken: keptToken(input.formToken, accountId),
      });
      if (said.again) return { done: false, result: said };
      await insertIdea(tx, {
        contributionId: said.id,
        consultationId: consultation.id,
        ...withoutWhatIsNotAsked(input, consultation.settings),
      });
      if (input.fileIds.length > 0 && consultation.settings.photos) {
        const files = await k.files.claim(tx, input.fileIds, { purpose: photoPurpose, ownerId: accountId });
        // A name such as 王芳家门口.jpg says more than its owner wants to.
        for (const [i, { id }] of files.entries()) await k.files.rename(tx, id, `idea-${said.number}-${i + 1}`);
        await insertPhotos(
          tx,
          said.id,
          files.map(({ id }) => id),
        );
      }
      return { subjectId: said.id, details: { number: said.number }, result: said };
    },
  );
}

/** The call may ask for neither place nor photos. */
function withoutWhatIsNotAsked(input: z.output<typeof ideaInput>, { place }: Settings<'ideas'>) {
  const { title, text, categoryId = null } = input;
  return {
    title,
    categoryId,
    districtId: place ? (input.districtId ?? null) : null,
    place: place ? input.place : '',
    lon: place ? (input.lon ?? null) : null,
    lat: place ? (input.lat ?? null) : null,
    search: {
      title: toTsVectorText(title),
      beginning: toTsVectorText(text.slice(0, compared_characters)),
      rest: toTsVectorText(`${input.place} ${text.slice(compared_characters)}`),
    },
  };
}
