import type { Kernel } from '../../src/kernel/kernel.ts';
import { beginAnswering } from '../../src/modules/surveys/answer/begin-answering.ts';
import { makeInvitations } from '../../src/modules/surveys/answer/invite/make-invitations.ts';
import { savePage } from '../../src/modules/surveys/answer/save-page.ts';
import { definitionSchema } from '../../src/modules/surveys/questionnaire.schema.ts';
import { makeSurvey } from '../../src/modules/surveys/surveys.factory.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';

/** A survey by invitation with its list, and one by account that somebody has begun. */
export async function plantAnswers(k: Kernel, cast: Cast) {
  const departmentId = cast.department;
  const definition = definitionSchema.parse({
    languages: ['zh-CN'],
    sections: [{ id: 'page1', questions: [{ type: 'text', name: 'word', label: { 'zh-CN': '想说什么' } }] }],
  });
  const made = { departmentId, definition };
  const invited = await makeSurvey(k, { ...made, slug: 'leak-invited-survey', way: 'invited' });
  await makeInvitations(k, invited.convener, invited.survey.id, [
    { name: mark('surveyed_name'), email: mark('surveyed_email') },
  ]);
  const { survey } = await makeSurvey(k, { ...made, slug: 'leak-account-survey', way: 'account' });
  const resident = cast.people.resident.accountId;
  if (!resident) throw new Error('the resident has no account');
  const holder = { kind: 'account', id: resident } as const;
  await beginAnswering(k, survey, holder, 'zh-CN');
  await savePage(k, { survey, holder, sectionId: 'page1', fields: { 'q.word': mark('begun_answer') } });
  return { invited: invited.survey.slug, begun: survey.slug };
}

/** Addresses of surveys that are answered. */
export function ofAnswers({
  invited,
  begun,
}: Awaited<ReturnType<typeof plantAnswers>>): Readonly<Record<string, string | string[]>> {
  const both = (path: string): string[] => [invited, begun].map((slug) => `/surveys/${slug}${path}`);
  const desk = `/questionnaires/${invited}`;
  return {
    '/surveys/:slug': both(''),
    '/surveys/:slug/code': both('/code'),
    '/surveys/:slug/answer/:page': both('/answer/page1'),
    '/surveys/:slug/review': both('/review'),
    '/surveys/:slug/later': both('/later'),
    '/surveys/:slug/done': both('/done'),
    '/surveys/:slug/go-on/:token': both(`/go-on/${'a'.repeat(32)}`),
    '/questionnaires/:slug/invitations': `${desk}/invitations`,
    '/questionnaires/:slug/invitations/letters.pdf': `${desk}/invitations/letters.pdf`,
    '/questionnaires/:slug/invitations/codes.csv': `${desk}/invitations/codes.csv`,
    '/questionnaires/:slug/paper': `${desk}/paper`,
  };
}
