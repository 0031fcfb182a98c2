import type { Kernel } from '../../src/kernel/kernel.ts';
import { enterTraining } from '../../src/modules/people/activity/enter-training.ts';
import { makeAppointment } from '../../src/modules/people/appointments/appointments.factory.ts';
import { enterSeat } from '../../src/modules/people/appointments/keep-seats.ts';
import { proposeAppointment } from '../../src/modules/people/appointments/propose-appointment.ts';
import { sendPiece } from '../../src/modules/people/appointments/send-piece.ts';
import { answerPiece } from '../../src/modules/people/appointments/settle-piece.ts';
import { changePhoto, photoPurpose } from '../../src/modules/people/directory/change-photo.ts';
import { sendLinksTo } from '../../src/modules/people/guardians/guardian-link.ts';
import { renameGuardian } from '../../src/modules/people/guardians/name-guardian.ts';
import { answerRequest as answerDataRequest } from '../../src/modules/people/me/requests/answer.ts';
import { askAboutData } from '../../src/modules/people/me/requests/ask.ts';
import { makeNomination } from '../../src/modules/people/nominations/nominations.factory.ts';
import { askToJoin as askForPlace } from '../../src/modules/people/organisations/change-places.ts';
import { organisationShape } from '../../src/modules/people/organisations/organisation.shape.ts';
import { makeCreditCode } from '../../src/modules/people/organisations/organisations.factory.ts';
import { evidencePurpose, registerOrganisation } from '../../src/modules/people/organisations/register-organisation.ts';
import { askRecovery } from '../../src/modules/people/recovery/ask-recovery.ts';
import { allFine, sampleApplication } from '../../src/modules/people/register/application/application.factory.ts';
import { applyForMembership } from '../../src/modules/people/register/application/apply-for-membership.ts';
import { checkApplication } from '../../src/modules/people/register/application/check-application.ts';
import { decideApplication } from '../../src/modules/people/register/application/decide-application.ts';
import {
  earliestHearing,
  makeStatement,
  proposeSuspension,
} from '../../src/modules/people/register/suspension/suspend-member.ts';
import { answerRequest as answerVolunteer, askToJoin } from '../../src/modules/people/teams/join-team.ts';
import { claimHours } from '../../src/modules/people/teams/team-hours.ts';
import { publishPost, withdrawPost } from '../../src/modules/people/teams/team-posts.ts';
import { setTask } from '../../src/modules/people/teams/team-tasks.ts';
import { makeTeam } from '../../src/modules/people/teams/teams.factory.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';
import { type PlantedFiles, plantFile } from './plant-files.ts';

/** Applications: one handed in, one declined with reasons. @returns their numbers */
async function plantApplications(k: Kernel, { people }: Cast) {
  const submitted = await applyForMembership(k, people.applicant, {
    ...sampleApplication,
    penName: mark('applicant_pen'),
    intro: mark('applicant_intro'),
    referees: mark('referees'),
    works: [{ title: mark('applicant_work'), kind: 'text', url: '', year: 2026, note: '' }],
  });
  const declined = await applyForMembership(k, people.declined, sampleApplication);
  await checkApplication(k, people.city_secretary, declined.number, 1, { ...allFine, note: mark('check_note') });
  const reasons = mark('decline_reasons');
  await decideApplication(k, people.city_committee, declined.number, { decision: 'decline', reasons });
  return { submitted: submitted.number, declined: declined.number };
}

async function plantOrganisations(k: Kernel, { people, ours }: Cast, files: PlantedFiles) {
  const evidence = await plantFile(k, files, 'evidence_file', { purpose: evidencePurpose, owner: people.founder });
  const input = organisationShape.parse({
    kind: 'association',
    name: mark('organisation_name'),
    creditCode: makeCreditCode(),
    about: mark('organisation_about'),
    publicContact: mark('organisation_contact'),
  });
  const unverified = await registerOrganisation(k, people.founder, input, evidence);
  await askForPlace(k, people.joiner, ours.id);
  return { unverified };
}

async function plantTeams(k: Kernel, { members, people }: Cast) {
  const about = `${mark('proposed_team_about')}，每周六在图书馆见面一次，把老街的故事译成几种文字。`;
  const proposed = await makeTeam(k, {
    name: mark('proposed_team'),
    about,
    leader: members.proposer,
    state: 'proposed',
  });
  const team = await makeTeam(k, { name: '老街译者队', leader: members.team_leader });
  await askToJoin(k, people.volunteer, team.slug, {});
  const personId = await team.personId(people.volunteer);
  await answerVolunteer(k, members.team_leader, team.slug, personId, { answer: 'yes' });
  const post = { title: mark('withdrawn_title'), body: `${mark('withdrawn_body')}，从文昌路走到老街。` };
  await withdrawPost(k, members.team_leader, team.slug, await publishPost(k, members.team_leader, team.slug, post));
  const task = await setTask(k, members.team_leader, team.slug, {
    title: mark('task_title'),
    about: mark('task_about'),
    place: mark('task_place'),
    day: '2026-11-28',
    from: '09:00',
    until: '11:00',
    places: 5,
  });
  await claimHours(k, people.volunteer, team.slug, { day: '2026-11-18', hours: 2, note: mark('hours_note') });
  return { proposed: proposed.slug, team: team.slug, task };
}

async function plantAppointments(k: Kernel, { department, members, people }: Cast) {
  const proposedId = await proposeAppointment(k, people.own_leader, {
    member: members.asked_to_serve.number,
    departmentId: department,
    kind: 'inspector',
    field: mark('proposed_field'),
    reason: mark('proposed_reason'),
    startsOn: '2026-11-19',
    endsOn: '2028-11-18',
  });
  const held = await makeAppointment(k, { departmentId: department, person: members.inspector });
  const n = await sendPiece(k, members.inspector, held.id, {
    kind: 'inspection',
    title: mark('piece_title'),
    heldOn: '2026-11-18',
    place: mark('piece_place'),
    seen: mark('piece_seen'),
    advice: mark('piece_advice'),
    hours: '1.5',
  });
  await answerPiece(k, held.officer, { number: held.number, n }, { text: mark('piece_answer') });
  const body = mark('seat_body');
  await enterSeat(k, members.member, { body, level: 'city', kind: 'deputy', startsOn: '2026-01-01' });
  const training = { title: mark('training_title'), heldOn: '2026-11-10', hours: '2', place: mark('training_place') };
  const trainingId = await enterTraining(k, people.city_secretary, training, members.member.number);
  return { proposedId, heldId: held.id, heldNumber: held.number, n, trainingId };
}

async function plantPersonal(k: Kernel, { people }: Cast) {
  const request = await askAboutData(k, people.asker, { kind: 'explain', text: mark('data_request') });
  await answerDataRequest(k, people.city_administrator, request, { outcome: 'done', text: mark('data_answer') });
  await renameGuardian(k, people.child.accountId, {
    birthMonth: '2015-05',
    guardianName: mark('guardian_name'),
    guardianAddress: { channel: 'email', to: mark('guardian_email') },
  } as Parameters<typeof renameGuardian>[2]);
  await sendLinksTo(k, mark('guardian_email'), 'zh-CN');
  const recovery = await askRecovery(k, {
    name: mark('recovery_name'),
    lost: { channel: 'email', to: people.resident.email },
    fresh: { channel: 'email', to: mark('recovery_email') },
  } as Parameters<typeof askRecovery>[1]);
  return { request, recovery };
}

/** A suspension that is proposed, with what the member says to it. */
async function plantSuspension(k: Kernel, { members, people }: Cast): Promise<void> {
  const hearingOn = await earliestHearing(k, k.clock.now());
  const proposal = { rule: 'acted_as_office', facts: mark('suspension_facts'), hearingOn } as const;
  await proposeSuspension(k, people.city_secretary, members.proposer.number, proposal);
  await makeStatement(k, members.proposer, { statement: mark('suspension_statement') });
}

/** What the register keeps: one of each, each with words of its own. */
export async function plantRegister(k: Kernel, cast: Cast, files: PlantedFiles) {
  const { member } = cast.members;
  const fileId = await plantFile(k, files, 'photo_file', { purpose: photoPurpose, owner: member });
  await changePhoto(k, member, { fileId, shown: false });
  await plantSuspension(k, cast);
  const nomination = await makeNomination(k, {
    recommender: cast.people.nominator,
    name: mark('nominee_name'),
    email: mark('nominee_email'),
    words: mark('nominee_words'),
  });
  return {
    nomination,
    applications: await plantApplications(k, cast),
    organisations: await plantOrganisations(k, cast, files),
    teams: await plantTeams(k, cast),
    appointments: await plantAppointments(k, cast),
    personal: await plantPersonal(k, cast),
  };
}
