import type { ActorKey } from './cast.ts';

type Rule = { sees: readonly ActorKey[] | 'everybody'; why: string; marks: readonly string[] };

/** The secretariat's desk. */
const register = ['city_secretary', 'city_committee', 'city_auditor'] as const;
/** The department that has a letter, and intake, dispatch and supervision. */
const letterDesks = [
  'contact',
  'former_contact',
  'own_handler',
  'own_reviewer',
  'city_operator',
  'city_dispatcher',
  'city_supervisor',
] as const;
/** The department's leader and its liaison officer, and those of the whole city. */
const leaders = ['own_leader', 'own_liaison_officer', 'city_leader', 'city_liaison_officer'] as const;
const speakers = ['organisation_administrator', 'organisation_officer'] as const;
/** Organisers of the competition's department, and auditors. */
const contestDesk = ['own_organiser', 'city_auditor'] as const;
/** Leaders and auditors, who read the desks of consultations. */
const draftReaders = ['own_leader', 'stranger_leader', 'city_leader', 'city_auditor'] as const;
const none = [] as const;

/**
 * Who may see what, and why. Each word below is planted once; whoever else sees it, and whoever named here does not, is a
 * fault.
 */
const rules = {
  'What a member made public is for everybody.': { sees: 'everybody', marks: ['pen_name'] },
  'Whoever shows a pen name is known by their own to themself, the register, the administrators of accounts, and those who look after them.':
    {
      sees: ['member', 'contact', ...register, ...leaders, 'city_administrator'],
      marks: ['member_name'],
    },
  'What else is in an entry is for the member and the register.': {
    sees: ['member', ...register],
    marks: ['member_intro', 'member_field', 'member_skill', 'member_account', 'member_work', 'work_note'],
  },
  'Where a member works is besides for those who look after them.': {
    sees: ['member', 'contact', ...register, ...leaders],
    marks: ['member_organisation', 'member_post'],
  },
  'A photo that is not public is for the member alone.': { sees: ['member'], marks: ['photo_file'] },
  'How to reach a member is for the member, the register, and the contact they agreed to.': {
    sees: ['member', 'contact', ...register],
    marks: ['contact_email', 'contact_phone'],
  },
  'The address that one signs in with is for oneself and the administrators of accounts.': {
    sees: ['member', 'city_administrator'],
    marks: ['member_email', 'member_phone'],
  },
  'An application is for the applicant and the register.': {
    sees: ['applicant', ...register],
    marks: ['applicant_pen', 'applicant_intro', 'applicant_work', 'referees'],
  },
  'Why an application was declined is for the applicant and the register.': {
    sees: ['declined', ...register],
    marks: ['decline_reasons'],
  },
  'What was noted in a check is for the register, and for whom it is about in their data.': {
    sees: ['declined', ...register],
    marks: ['check_note'],
  },
  'The name of who applies is besides for the administrators of accounts.': {
    sees: ['applicant', ...register, 'city_administrator'],
    marks: ['applicant_name'],
  },
  'Why a suspension is proposed, and what the member says to it, is for the member and the register.': {
    sees: ['proposer', ...register],
    marks: ['suspension_facts', 'suspension_statement'],
  },
  'What a team took back is for nobody but the team.': {
    sees: ['team_leader'],
    marks: ['withdrawn_title', 'withdrawn_body'],
  },
  'A nominee is known by their own link alone; whoever recommended them reads how it stands without their name.': {
    sees: none,
    marks: ['nominee_name', 'nominee_email', 'nominee_words'],
  },
  'An organisation that is not verified is for its own people and the register.': {
    sees: ['founder', ...register],
    marks: ['organisation_name', 'organisation_about', 'organisation_contact'],
  },
  'The licence is for whoever checks it, and for whoever sent it.': {
    sees: ['city_secretary', 'founder'],
    marks: ['evidence_file'],
  },
  'Who asks for a place is known to the administrators of the organisation and of accounts.': {
    sees: ['joiner', 'organisation_administrator', 'city_administrator'],
    marks: ['joiner_name'],
  },
  'That a team is proposed is for whoever proposed it and the register.': {
    sees: ['proposer', ...register],
    marks: ['proposed_team'],
  },
  'What a team is proposed for is read where it is decided.': { sees: register, marks: ['proposed_team_about'] },
  'Tasks of a team are for everybody.': { sees: 'everybody', marks: ['task_title', 'task_about', 'task_place'] },
  'Hours and what is said of them are for whoever gave them and the leader of the team.': {
    sees: ['volunteer', 'team_leader'],
    marks: ['hours_note'],
  },
  'A proposed appointment is for the person, the department and the register.': {
    sees: ['asked_to_serve', ...register, ...leaders],
    marks: ['proposed_field', 'proposed_reason'],
  },
  'A piece that is not published is for whoever wrote it, the department and the register.': {
    sees: ['inspector', ...register, ...leaders],
    marks: ['piece_title', 'piece_place', 'piece_seen', 'piece_advice', 'piece_answer'],
  },
  'A seat that is not confirmed and not shown is for the member and the register.': {
    sees: ['member', ...register],
    marks: ['seat_body'],
  },
  'A training is for those who took part and the register.': {
    sees: ['member', ...register],
    marks: ['training_title'],
  },
  'Where a training was is for the register.': { sees: register, marks: ['training_place'] },
  'What somebody asks about their data is for them, the administrators of the city and auditors.': {
    sees: ['asker', 'city_administrator', 'city_auditor'],
    marks: ['data_request', 'data_answer'],
  },
  'A guardian is known to the child and by the link that they have.': {
    sees: ['child'],
    marks: ['guardian_name', 'guardian_email'],
  },
  'Who lost a telephone is known to the administrators who check it.': {
    sees: ['city_administrator'],
    marks: ['recovery_name', 'recovery_email'],
  },
  'What a member and their contact talked about is for both, their leaders and auditors; not for who was the contact before.':
    {
      sees: ['member', 'contact', ...leaders, 'city_auditor'],
      marks: ['entry_talked', 'entry_asked', 'entry_addition', 'message', 'matter_title', 'matter_text', 'matter_step'],
    },
  'What is noted in a hand-over is read by the member, and by those who look after them.': {
    sees: ['member', 'contact', ...leaders, 'city_auditor'],
    marks: ['hand_over_note'],
  },
  'A draft of an agreement is for the department, the liaison office, the leader of the city and auditors.': {
    sees: [...leaders, 'city_auditor'],
    marks: ['draft_title', 'draft_text', 'agreement_file'],
  },
  'An agreement, and how its duties are kept, is besides for those who speak for the partner.': {
    sees: [...leaders, 'city_auditor', ...speakers],
    marks: ['agreement_text', 'duty', 'duty_evidence'],
  },
  'A meeting, its minutes even while they are a draft, is for those who take part, the liaison office and auditors.': {
    sees: [...leaders, 'city_auditor', ...speakers],
    marks: ['series_title', 'agenda', 'paper_file', 'minutes', 'minutes_draft', 'decision'],
  },
  'For whom a member asks as their contact is for the member and the liaison office.': {
    sees: ['other_member', 'city_liaison_officer'],
    marks: ['wish'],
  },
  'What an organisation says to a department is for both, the liaison office and auditors.': {
    sees: [...leaders, 'city_auditor', ...speakers],
    marks: ['item_title', 'item_body'],
  },
  'What is asked for a member is not for the city before the member agreed.': {
    sees: [...speakers, 'organisation_member'],
    marks: ['request_title', 'request_body'],
  },
  'A report is for the department that writes it, the liaison office and auditors.': {
    sees: ['own_leader', 'own_liaison_officer', 'city_liaison_officer', 'city_auditor'],
    marks: ['report_draft'],
  },
  'A confidential letter is for its author, the department that has it, intake and supervision.': {
    sees: ['letter_writer', ...letterDesks],
    marks: ['letter_title', 'letter_body'],
  },
  'What lies with a confidential letter is besides for auditors.': {
    sees: ['letter_writer', ...letterDesks, 'city_auditor'],
    marks: ['letter_file'],
  },
  'Who wrote a confidential letter is for its author and intake; that there is such an account is for its administrators.':
    { sees: ['letter_writer', 'city_operator', 'city_dispatcher', 'city_administrator'], marks: ['writer_name'] },
  'The address of an account is for oneself and the administrators of accounts.': {
    sees: ['letter_writer', 'city_administrator'],
    marks: ['writer_email', 'writer_phone'],
  },
  'A competition that is open is for everybody.': { sees: 'everybody', marks: ['contest_title'] },
  'A competition that is a draft is for its organisers and auditors.': {
    sees: contestDesk,
    marks: ['contest_draft_title', 'contest_draft_category'],
  },
  'Rules that are not published are for organisers.': { sees: ['own_organiser'], marks: ['contest_draft_rules'] },
  'A draft of an entry is for whoever writes it.': {
    sees: ['entrant'],
    marks: ['entry_draft_title', 'entry_draft_summary', 'entry_draft_body', 'entry_draft_line'],
  },
  'Who is asked into a team, and has not answered, is for whoever asked.': {
    sees: ['entrant'],
    marks: ['invitee_name'],
  },
  'Where somebody who is asked into a team was written to is for nobody.': { sees: none, marks: ['invitee_email'] },
  'What is said in a nomination that is not accepted is for whoever is nominated.': {
    sees: ['nominee'],
    marks: ['contest_nominee_title', 'contest_nominee_words'],
  },
  'Who is nominated, and has not accepted, is besides for whoever nominated.': {
    sees: ['nominee', 'nominator'],
    marks: ['contest_nominee_name'],
  },
  'Where a nominee was written to is their own address, which administrators of accounts know.': {
    sees: ['nominee', 'city_administrator'],
    marks: ['contest_nominee_email'],
  },
  'Who is asked for a duty, and has not accepted, is for them, the organisers, and those who read the record.': {
    sees: ['asked_juror', ...contestDesk],
    marks: ['asked_duty'],
  },
  'The name of their account is for them and the administrators of accounts.': {
    sees: ['asked_juror', 'city_administrator'],
    marks: ['asked_juror_name'],
  },
  'An entry that was rejected is for the entrant, screeners, organisers and auditors.': {
    sees: ['entrant', 'screener', ...contestDesk],
    marks: ['rejected_title', 'rejected_line', 'rejected_body', 'reject_reasons'],
  },
  'An objection is for the entrant, and for those who decide on it.': {
    sees: ['entrant', 'own_organiser'],
    marks: ['objection'],
  },
  'Who answers for an entry is for those who screen and organise, not for a jury.': {
    sees: ['entrant', 'screener', 'own_organiser', 'city_administrator'],
    marks: ['entrant_name'],
  },
  'How to reach an entrant is for those who screen and organise, who ask for it and are written down.': {
    sees: ['entrant', 'screener', 'own_organiser', 'city_administrator'],
    marks: ['entrant_email', 'entrant_phone'],
  },
  'Whose work it is that a blind jury judges stays unknown until the jury has ended.': {
    sees: ['entrant', ...contestDesk],
    marks: ['blind_line'],
  },
  'So does who made it together: they themselves and those who organise know.': {
    sees: ['nominee', ...contestDesk],
    marks: ['blind_team'],
  },
  'What a juror gave and said is for those who gave theirs, until the jury has ended.': {
    sees: ['juror'],
    marks: ['sheet_comment', 'sheet_reason', 'jury_talk'],
  },
  'A sheet that is not handed in is for the juror alone.': { sees: ['second_juror'], marks: ['sheet_draft'] },
  'What a juror notes on a pitch day is for the juror, and for those who read the record.': {
    sees: ['juror', 'chair'],
    marks: ['pitch_comment'],
  },
  'What a contestant says to their sheet is for them, the organisers and those who read the record.': {
    sees: ['entrant', 'chair', 'observer', ...contestDesk],
    marks: ['signed_name', 'signed_remark'],
  },
  'That somebody voted is known to nobody but them; that there is such an account is for its administrators.': {
    sees: ['voter', 'city_administrator'],
    marks: ['voter_name'],
  },
  'Who is invited to vote is for nobody: what is kept of an address does not say it.': {
    sees: none,
    marks: ['invited_email'],
  },
  'Where a burst of ballots came from is for organisers, observers and auditors.': {
    sees: ['observer', ...contestDesk],
    marks: ['burst_range'],
  },
  'A complaint is for whoever complained and for those who handle it.': {
    sees: ['complainant', 'own_organiser'],
    marks: ['complaint', 'complaint_answered'],
  },
  'Where an answer is to be sent is for whoever complained; who handles it asks for it and is written down.': {
    sees: ['complainant'],
    marks: ['complaint_contact'],
  },
  'Who complained is shown to nobody by itself; that there is such an account is for its administrators.': {
    sees: ['complainant', 'city_administrator'],
    marks: ['complainant_name'],
  },
  'What is said about a draft is for everybody.': { sees: 'everybody', marks: ['comment'] },
  'What was hidden under a rule is for its author and for moderators.': {
    sees: ['asker', 'city_moderator'],
    marks: ['hidden_comment', 'hidden_name'],
  },
  'What its author says against that is for them and for moderators.': {
    sees: ['asker', 'city_moderator'],
    marks: ['appeal_words'],
  },
  'What was taken back is for nobody.': { sees: none, marks: ['withdrawn_comment'] },
  'What somebody reports is for moderators, and for whoever said it; who that was stands nowhere.': {
    sees: ['volunteer', 'city_moderator'],
    marks: ['report_reason'],
  },
  'A letter as it came is for the conveners who read it out.': {
    sees: ['own_convener'],
    marks: ['mail_subject', 'mail_text'],
  },
  'Who wrote a letter is shown when a convener asks for it, and is written down.': {
    sees: none,
    marks: ['letter_sender', 'letter_address', 'mail_sender', 'mail_email'],
  },
  'What is decided on opinions is for conveners and handlers of the department and who looks over it, until it is published.':
    {
      sees: ['own_convener', 'own_handler', 'contact', 'former_contact', ...draftReaders],
      marks: ['former_reason', 'opinion_reason', 'reason_template'],
    },
  'The draft of a result is for its conveners and who looks over them.': {
    sees: ['own_convener', ...draftReaders],
    marks: ['result_summary'],
  },
  'A survey that is still being made is for its conveners and auditors.': {
    sees: ['own_convener', 'city_auditor'],
    marks: ['drafted_survey', 'drafted_question'],
  },
  'Who is invited to a survey is for its conveners and auditors.': {
    sees: ['own_convener', 'city_auditor'],
    marks: ['surveyed_name', 'surveyed_email'],
  },
  'What somebody has answered and not handed in is theirs alone.': { sees: ['resident'], marks: ['begun_answer'] },
  'Who comes to a hearing is for themself and the conveners.': {
    sees: ['resident', 'own_convener'],
    marks: ['hearing_name', 'hearing_contact', 'hearing_about'],
  },
} as const satisfies Record<string, Omit<Rule, 'why'>>;

export type MarkKey = (typeof rules)[keyof typeof rules]['marks'][number];

/** The same rules, one by one. */
export const expectations: readonly Rule[] = Object.entries(rules).map(([why, rule]) => ({ why, ...rule }));

const phones: Partial<Record<MarkKey, string>> = {
  member_phone: '+8613900007771',
  contact_phone: '+8613900007772',
  writer_phone: '+8613900007773',
  entrant_phone: '+8613900007774',
};
/** A range of addresses that nothing else here comes from. */
const range = '198.51.77.0/24';

/** What a notice may name, so that whoever gets it knows what it is about; every other word stays on the pages. */
export const namedInNotices: readonly MarkKey[] = [
  'proposed_team',
  'series_title',
  'letter_title',
  'contest_title',
  'asked_duty',
  'rejected_title',
];

/** Messages begin with the name of whom they are written to. */
export const greeted: Partial<Record<MarkKey, ActorKey>> = {
  member_name: 'member',
  applicant_name: 'applicant',
  joiner_name: 'joiner',
  writer_name: 'letter_writer',
  entrant_name: 'entrant',
  asked_juror_name: 'asked_juror',
  voter_name: 'voter',
  complainant_name: 'complainant',
};

/** Addresses of people without an account, who are greeted as well. */
export const greetedAt: Partial<Record<MarkKey, MarkKey>> = {
  nominee_name: 'nominee_email',
  guardian_name: 'guardian_email',
  invitee_name: 'invitee_email',
  contest_nominee_name: 'contest_nominee_email',
};

/** Those who ask somebody without an account for something are named to them. */
export const asksAt: Partial<Record<MarkKey, MarkKey>> = { entrant_name: 'invitee_email' };

/** The word that is planted for a mark: found nowhere but where it was planted. */
export function mark(key: MarkKey): string {
  const word = `LEAK${key.replaceAll('_', '')}Z`;
  if (key === 'burst_range') return range;
  return phones[key] ?? (key.endsWith('_email') ? `${word.toLowerCase()}@example.test` : word);
}

/** Every mark with what to look for in text without white space and in lower case. */
export const lookedFor: readonly { key: MarkKey; text: string }[] = expectations
  .flatMap(({ marks }) => marks as readonly MarkKey[])
  .map((key) => ({ key, text: mark(key).replace(/^\+86/, '').toLowerCase() }));
