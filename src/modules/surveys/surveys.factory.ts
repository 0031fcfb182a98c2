import { randomBytes } from 'node:crypto';
import { inTransaction, newId } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { makeAccount, makeDepartment } from '../people/people.factory.ts';
import type { Definition } from './questionnaire.rules.ts';
import { definitionSchema } from './questionnaire.schema.ts';
import { insertForm, type Survey, surveyById } from './survey.queries.ts';
import { insertMadeSurvey } from './surveys.factory.queries.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

const words = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const choice = (name: string, zh: string, en: string, more: Record<string, boolean> = {}) => ({
  name,
  label: words(zh, en),
  ...more,
});

/** For tests: a questionnaire of two pages with most types, a condition and a hidden question. */
export const madeDefinition: Definition = definitionSchema.parse({
  languages: ['zh-CN', 'en'],
  sections: [
    {
      id: 'trips',
      title: words('出行', 'Getting about'),
      questions: [
        {
          type: 'one',
          name: 'way',
          label: words('您平时怎么上班？', 'How do you get to work?'),
          required: true,
          choices: [
            choice('bus', '公交', 'By bus'),
            choice('bike', '骑车', 'By bicycle'),
            choice('foot', '步行', 'On foot'),
            choice('other', '其他', 'Otherwise', { other: true }),
          ],
        },
        {
          type: 'several',
          name: 'lines',
          label: words('您坐哪几路？', 'Which lines do you take?'),
          relevant: "${way} = 'bus'",
          mostChoices: 2,
          choices: [
            choice('l1', '1 路', 'Line 1'),
            choice('l2', '2 路', 'Line 2'),
            choice('l3', '3 路', 'Line 3'),
            choice('none', '都不是', 'None of these', { exclusive: true }),
          ],
        },
        {
          type: 'number',
          name: 'minutes',
          label: words('单程多少分钟？', 'Minutes one way?'),
          whole: true,
          min: 1,
          max: 300,
        },
        { type: 'calculate', name: 'hours', calculation: 'round(${minutes} * 2 div 60, 1)' },
      ],
    },
    {
      id: 'views',
      title: words('看法', 'What you think'),
      questions: [
        {
          type: 'scale',
          name: 'content',
          label: words('您对公交满意吗？', 'Are you content with the buses?'),
          lowLabel: words('很不满意', 'Not at all'),
          highLabel: words('很满意', 'Very'),
        },
        {
          type: 'matrix',
          name: 'stops',
          label: words('站台怎么样？', 'What are the stops like?'),
          rows: [
            { name: 'light', label: words('照明', 'Light') },
            { name: 'seats', label: words('座椅', 'Seats') },
          ],
          choices: [choice('good', '好', 'Good'), choice('bad', '差', 'Bad')],
        },
        {
          type: 'ranking',
          name: 'first',
          label: words('哪样先做？', 'What should come first?'),
          choices: [choice('fast', '快', 'Speed'), choice('often', '密', 'Frequency'), choice('cheap', '省', 'Price')],
        },
        { type: 'date', name: 'last', label: words('上次坐公交是哪天？', 'When did you last take a bus?') },
        { type: 'text', name: 'wish', label: words('还想说什么？', 'Anything else?'), multiline: true, longest: 1000 },
      ],
    },
  ],
});

/**
 * Test data: a survey written straight into the tables, open and running unless told otherwise, and its convener.
 * @param given.from,given.to days from now by the kernel's clock; fractions count
 */
export async function makeSurvey(
  k: Kernel,
  given: Partial<
    Pick<
      Survey,
      'slug' | 'title' | 'departmentId' | 'state' | 'way' | 'named' | 'results' | 'smallestGroup' | 'intro' | 'thanks'
    >
  > & {
    definition?: Definition;
    from?: number;
    to?: number;
  } = {},
): Promise<{ survey: Survey; convener: Account; definition: Definition }> {
  const departmentId = given.departmentId ?? (await makeDepartment(k));
  const convener = await makeAccount(k, { name: '征集人', roles: [{ role: 'convener', departmentId }] });
  const definition = given.definition ?? madeDefinition;
  const id = newId();
  const at = k.clock.now();
  const state = given.state ?? 'open';
  const over = state === 'closed' || state === 'published';
  const day = (days: number): Date => new Date(at.getTime() + days * 86_400_000);
  await inTransaction(k.db, async (tx) => {
    await insertMadeSurvey(tx, {
      id,
      slug: given.slug ?? `s-${randomBytes(4).toString('hex')}`,
      title: given.title ?? '公交出行问卷',
      titles: { en: 'Going by bus' },
      summary: '您坐公交方便吗？',
      intro: given.intro ?? {},
      thanks: given.thanks ?? {},
      departmentId,
      contact: '',
      state,
      startsAt: day(given.from ?? (over ? -20 : -1)),
      endsAt: day(given.to ?? (over ? -1 : 20)),
      way: given.way ?? 'anonymous',
      named: given.named ?? false,
      results: given.results ?? 'after',
      smallestGroup: given.smallestGroup ?? 5,
      defaultLanguage: definition.languages[0] ?? 'zh-CN',
      openedAt: state === 'draft' ? null : at,
      closedAt: over ? at : null,
      publishedAt: state === 'published' ? at : null,
      at,
    });
    await insertForm(tx, at, { surveyId: id, version: 1, definition });
  });
  const survey = await surveyById(k.db, id);
  if (!survey) throw new Error('the survey was not made');
  return { survey, convener, definition };
}
