import sharp from 'sharp';
import type { Kernel } from '../../../kernel/kernel.ts';
import { districtBook } from '../books.ts';
import { takeMemberFigures } from '../member-statistics/take-figures.ts';
import { answerPlace, offerPlace } from '../organisations/change-places.ts';
import { organisationShape } from '../organisations/organisation.shape.ts';
import { placesOf } from '../organisations/organisation-people.queries.ts';
import { evidencePurpose, registerOrganisation } from '../organisations/register-organisation.ts';
import { decideOrganisation } from '../organisations/verify-organisation.ts';
import { demoActors, demoFile } from '../people.demo.ts';
import { applyForMembership } from '../register/application/apply-for-membership.ts';
import { checkApplication } from '../register/application/check-application.ts';
import { decideApplication } from '../register/application/decide-application.ts';
import { membersByAccount } from '../register/entry.queries.ts';
import type { ApplicationInput } from '../register/entry-input.ts';
import type { Category, PublicField, Stratum } from '../register/register.rules.ts';
import { seedAppointments } from './appointments.demo.ts';
import { seedNominations } from './nominations.demo.ts';
import { seedRequests } from './requests.demo.ts';
import { openScene, type Scene } from './scene.ts';
import { seedTeams } from './teams.demo.ts';

type DemoMember = {
  key: string;
  email: string;
  phone: string;
  district: string;
  penName: string;
  categories: Category[];
  stratum: Stratum;
  field: string;
  organisation: string | null;
  post: string;
  skills: string[];
  accounts: { platform: string; name: string }[];
  works: { kind: NonNullable<ApplicationInput['works']>[number]['kind']; title: string; year: number }[];
  public: PublicField[];
  intro: string;
  joinedDaysAgo: number;
};
type DemoOrganisation = {
  key: string;
  kind: string;
  name: string;
  creditCode: string;
  district: string;
  registeredBy: string;
  officers: string[];
  about: string;
  phone: string;
  verified: boolean;
};
type DemoWords = { approved: string; approvedForWorks: string };
type DemoApplication = {
  key: string;
  state: 'submitted' | 'returned' | 'checked' | 'declined';
  daysAgo: number;
  penName: string;
  categories: Category[];
  stratum: Stratum | null;
  field: string;
  skills: string[];
  works: string[];
  missing?: string;
  reasons?: string;
};

/** Organisations, members and open applications of the demo city, through the same verbs that people use. */
export async function seedRegister(k: Kernel): Promise<void> {
  const scene = await openScene(k);
  const organisations = await demoFile<DemoOrganisation[]>(k, 'register/organisations.json');
  const members = await demoFile<DemoMember[]>(k, 'register/members.json');
  const ids = await seedOrganisations(scene, organisations);
  const names = new Map(organisations.map(({ key, name }) => [key, name]));
  const joining = [...members].sort((a, b) => b.joinedDaysAgo - a.joinedDaysAgo);
  const words = await demoFile<DemoWords>(k, 'register/words.json');
  for (const [index, member] of joining.entries()) await seedMember(scene, member, { names, words }, index);
  await seedOfficers(scene, organisations, ids);
  for (const application of await demoFile<DemoApplication[]>(k, 'register/applications.json'))
    await seedApplication(scene, application);
  const led = organisations.map(
    ({ key, registeredBy }) => [key, { id: ids.get(key) ?? '', administrator: registeredBy }] as const,
  );
  await seedNominations(scene, new Map(led));
  await seedTeams(scene);
  await seedAppointments(scene);
  await seedRequests(scene);
  await takeMemberFigures(k);
}

async function seedOrganisations(scene: Scene, organisations: DemoOrganisation[]): Promise<Map<string, string>> {
  const districts = await districtBook(scene.k);
  const licence = await sharp({ create: { width: 320, height: 220, channels: 3, background: '#faf6ed' } })
    .png()
    .toBuffer();
  const ids = new Map<string, string>();
  for (const [index, given] of organisations.entries()) {
    scene.on(940 - index);
    const actor = scene.actor(given.registeredBy);
    const file = await scene.k.files.accept(licence, {
      name: 'licence.png',
      purpose: evidencePurpose,
      ownerId: actor.accountId,
    });
    const input = organisationShape.parse({
      kind: given.kind,
      name: given.name,
      creditCode: given.creditCode,
      districtId: districts.byCode(given.district)?.id ?? '',
      about: given.about,
      publicContact: given.phone,
    });
    const { id } = await registerOrganisation(scene.k, actor, input, file.id);
    ids.set(given.key, id);
    if (!given.verified) continue;
    scene.on(935 - index);
    await decideOrganisation(scene.k, scene.actor('secretary2'), id, { verdict: 'grant', reason: '' });
  }
  return ids;
}

/** Whoever leads an organisation names its liaison officers, who say yes. */
async function seedOfficers(
  scene: Scene,
  organisations: DemoOrganisation[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  scene.on(100);
  const members = new Map((await memberNumbers(scene)).map(({ accountId, number }) => [accountId, number]));
  for (const { key, registeredBy, officers } of organisations) {
    const id = ids.get(key) ?? '';
    for (const officer of officers) {
      const actor = scene.actor(officer);
      const number = members.get(actor.accountId ?? '');
      await offerPlace(scene.k, scene.actor(registeredBy), id, { part: 'liaison_officer', number });
      const offered = (await placesOf(scene.k.db, id)).find(
        (place) => place.accountId === actor.accountId && place.state === 'offered',
      );
      if (offered) await answerPlace(scene.k, actor, offered.id, true);
    }
  }
}

async function memberNumbers(scene: Scene) {
  const actors = await demoActors(scene.k);
  return membersByAccount(
    scene.k.db,
    [...actors.values()].flatMap(({ accountId }) => accountId ?? []),
  );
}

const allFine = {
  name: { ok: true },
  contact: { ok: true },
  category: { ok: true },
  works: { ok: true },
  references: { ok: true },
} as const;

async function seedMember(
  scene: Scene,
  given: DemoMember,
  { names, words }: { names: ReadonlyMap<string, string>; words: DemoWords },
  index: number,
): Promise<void> {
  const { joinedDaysAgo: days } = given;
  scene.on(days + 16);
  const input: ApplicationInput = {
    penName: given.penName,
    intro: given.intro,
    categories: given.categories,
    stratum: given.stratum,
    field: given.field,
    organisation: given.organisation ? (names.get(given.organisation) ?? '') : '',
    post: given.post,
    skills: given.skills,
    district: given.district,
    contactEmail: given.email,
    contactPhone: given.phone,
    publicFields: given.public,
    accounts: given.accounts.map((account) => ({ ...account, url: '' })),
    works: given.works.map((work) => ({ ...work, url: '', note: '' })),
    consents: { directory: given.public.length > 0, namedContact: true },
    referees: '',
    agreed: true,
  };
  const { number } = await applyForMembership(scene.k, scene.actor(given.key), input);
  scene.on(days + 9);
  const secretary = scene.actor(index % 3 === 0 ? 'secretary2' : 'secretary');
  await checkApplication(scene.k, secretary, number, 1, { outcome: 'pass', items: allFine, recommendation: 'approve' });
  scene.on(days);
  await decideApplication(scene.k, scene.actor(`committee${1 + (index % 3)}`), number, {
    decision: 'approve',
    reasons: given.works.length > 0 ? words.approvedForWorks : words.approved,
  });
}

async function seedApplication(scene: Scene, given: DemoApplication): Promise<void> {
  const applicant = scene.actor(given.key);
  scene.on(given.daysAgo);
  const { number } = await applyForMembership(scene.k, applicant, {
    penName: given.penName,
    categories: given.categories,
    stratum: given.stratum,
    field: given.field,
    skills: given.skills,
    contactEmail: `${given.key}@example.test`,
    publicFields: ['pen_name', 'categories'],
    works: given.works.map((title) => ({ title, url: '' })),
    consents: { directory: true, namedContact: true },
    agreed: true,
  });
  if (given.state === 'submitted') return;
  scene.on(given.daysAgo - 4);
  const { missing } = given;
  await checkApplication(
    scene.k,
    scene.actor('secretary'),
    number,
    1,
    missing
      ? { outcome: 'return', items: { ...allFine, works: { ok: false, note: missing } } }
      : { outcome: 'pass', items: allFine, recommendation: given.state === 'declined' ? 'decline' : 'approve' },
  );
  if (given.state !== 'declined') return;
  scene.on(given.daysAgo - 10);
  await decideApplication(scene.k, scene.actor('committee1'), number, {
    decision: 'decline',
    reasons: given.reasons ?? '',
  });
}
