import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { makeAccount } from '../../people.factory.ts';
import type { ApplicationInput } from '../entry-input.ts';
import { findApplication } from './application.queries.ts';
import type { ApplicationState } from './application.rules.ts';
import { applyForMembership } from './apply-for-membership.ts';
import { type CheckInput, checkApplication } from './check-application.ts';
import { decideApplication } from './decide-application.ts';
import { withdrawApplication } from './withdraw-application.ts';

/** Test data: what somebody writes into an application. */
export const sampleApplication: ApplicationInput = {
  penName: '柏舟慢写',
  intro: '写老城的人和手艺。',
  categories: ['online_writer'],
  stratum: 'freelance',
  field: '老城故事',
  skills: ['写作', '校对'],
  contactEmail: 'bozhou@example.test',
  contactPhone: '',
  publicFields: ['pen_name', 'categories', 'works'],
  accounts: [{ platform: '图文号', name: '柏舟慢写', url: 'https://example.test/bozhou' }],
  works: [{ title: '一条巷子的早晨', kind: 'text', url: '', year: 2026, note: '' }],
  consents: { directory: true, namedContact: false },
  referees: '云川在线编辑部，蔡老师',
  agreed: true,
};

const fine = { ok: true, note: '' };
/** Test data: everything is in order. */
export const allFine: CheckInput = {
  outcome: 'pass',
  items: { name: fine, contact: fine, category: fine, works: fine, references: fine },
  recommendation: 'approve',
  note: '作品都能找到，本人也联系上了。',
};
/** Test data: the works are missing. */
export const worksMissing: CheckInput = {
  outcome: 'return',
  items: { ...allFine.items, works: { ok: false, note: '作品打不开，请换一个网址。' } },
  note: '',
};

/** Test data: an application in a state, brought there by its verbs, with everybody who acted. */
export async function makeApplication(
  k: Kernel,
  given: { state?: ApplicationState; name?: string; input?: Partial<ApplicationInput> } = {},
) {
  const state = given.state ?? 'submitted';
  const applicant = await makeAccount(k, given.name === undefined ? {} : { name: given.name });
  const secretary = await makeAccount(k, { name: '秘书小周', roles: [{ role: 'secretary' }] });
  const committee = await makeAccount(k, { name: '委员老方', roles: [{ role: 'committee' }] });
  const { number } = await applyForMembership(k, applicant, { ...sampleApplication, ...given.input });
  if (state === 'returned') await checkApplication(k, secretary, number, 1, worksMissing);
  if (state === 'checked' || state === 'approved' || state === 'declined')
    await checkApplication(k, secretary, number, 1, allFine);
  let memberNumber: string | null = null;
  if (state === 'approved' || state === 'declined') {
    const decision = state === 'approved' ? 'approve' : 'decline';
    ({ memberNumber } = await decideApplication(k, committee, number, { decision, reasons: '作品扎实，邻里都认可。' }));
  }
  if (state === 'withdrawn') await withdrawApplication(k, applicant);
  const application = (await findApplication(k.db, number)) ?? fail('kernel.not_found');
  return { application, number, memberNumber, applicant, secretary, committee };
}
