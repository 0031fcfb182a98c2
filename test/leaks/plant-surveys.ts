import type { Kernel } from '../../src/kernel/kernel.ts';
import { definitionSchema } from '../../src/modules/surveys/questionnaire.schema.ts';
import { makeSurvey } from '../../src/modules/surveys/surveys.factory.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';
import { plantAnswers } from './plant-answers.ts';

/** A survey that is still being made. */
export async function plantSurveys(k: Kernel, cast: Cast) {
  const { department } = cast;
  const definition = definitionSchema.parse({
    languages: ['zh-CN'],
    sections: [
      {
        id: 'page1',
        questions: [{ type: 'text', name: 'drafted', label: { 'zh-CN': mark('drafted_question') } }],
      },
    ],
  });
  const slug = 'leak-drafted-survey';
  await makeSurvey(k, { slug, departmentId: department, state: 'draft', title: mark('drafted_survey'), definition });
  return { slug, question: 'drafted', page: 'page1', answers: await plantAnswers(k, cast) };
}
