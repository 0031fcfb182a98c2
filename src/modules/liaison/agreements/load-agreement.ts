import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { endOfDay, type LocalDate, localDate, type SignalLight, signalLight } from '../../../kernel/time/index.ts';
import type { OrganisationFacts } from '../../people/index.ts';
import { type Actor, type Book, type Department, departmentBook, staffNames } from '../../people/index.ts';
import { organisationsById, type Speaks, speaksOf } from '../exchange/organisations.ts';
import {
  mayEndAgreement,
  mayKeepAgreement,
  mayReadAgreement,
  mayShowDuty,
  maySignForDepartment,
  maySignForOrganisation,
} from './agreements.policy.ts';
import {
  type AgreementFile,
  type AgreementRow,
  filesOfAgreement,
  findAgreement,
  type SignatureRow,
  type StepRow,
  signaturesOf,
  stepsOf,
  type TermRow,
  type TextRow,
  termsOf,
  textsOf,
} from './agreements.queries.ts';
import { dutyDays, isPossible } from './agreements.rules.ts';
import { type DutyDone, type DutyRow, dutiesDone, dutiesOf } from './duties.queries.ts';

export type DutyView = DutyRow & {
  done: readonly DutyDone[];
  /** first day that is not shown to be done */
  next: LocalDate | null;
  light: SignalLight;
  mayShow: boolean;
};

export type Party = {
  kind: 'department' | 'organisation';
  id: string;
  name: string;
  signed: SignatureRow | null;
  maySign: boolean;
};

export type AgreementView = {
  row: AgreementRow;
  departments: Book<Department>;
  organisations: ReadonlyMap<string, OrganisationFacts>;
  texts: readonly TextRow[];
  terms: readonly TermRow[];
  /** the term that waits for signatures */
  open: TermRow | null;
  /** each party with its yes to the term that waits, or else to the one that stands */
  parties: readonly Party[];
  signatures: readonly SignatureRow[];
  duties: readonly DutyView[];
  steps: readonly StepRow[];
  files: readonly (AgreementFile & { stored: StoredFile })[];
  /** names of staff in the history; partners are told the office alone */
  staff: ReadonlyMap<string, string>;
  today: LocalDate;
  /** whether it is read from within the city's offices */
  inside: boolean;
  may: { keep: boolean; end: boolean };
};

export const nearDays = 5;

export function dutyView(
  k: Kernel,
  calendar: Parameters<typeof signalLight>[0]['calendar'],
  duty: DutyRow,
  endsOn: LocalDate,
  done: readonly DutyDone[],
): Omit<DutyView, 'mayShow'> {
  const mine = done.filter((each) => each.dutyId === duty.id);
  const days = new Set(mine.map((each) => each.dueOn));
  const next = dutyDays(duty, endsOn).find((day) => !days.has(day)) ?? null;
  const light =
    next === null
      ? 'none'
      : signalLight({ due: endOfDay(next, k.config.TIME_ZONE), now: k.clock.now(), calendar, nearDays });
  return { ...duty, done: mine, next, light };
}

/** Everything that one page of an agreement shows. @throws AppError liaison.agreements.not_found, also for whoever may not read it */
export async function loadAgreement(k: Kernel, actor: Actor, id: string): Promise<AgreementView> {
  const row = isId(id) ? await findAgreement(k.db, id) : undefined;
  const speaks = await speaksOf(k, actor);
  if (!row || !mayReadAgreement(actor, row, speaks)) return fail('liaison.agreements.not_found');
  const inside = mayReadAgreement(actor, row, { administers: new Set(), speaksFor: new Set() });
  const [departments, organisations, texts, terms, signatures, duties, done, steps, links, calendar] =
    await Promise.all([
      departmentBook(k),
      organisationsById(k, row.organisationIds),
      textsOf(k.db, id),
      termsOf(k.db, id),
      signaturesOf(k.db, id),
      dutiesOf(k.db, [id]),
      dutiesDone(k.db, [id]),
      stepsOf(k.db, id),
      filesOfAgreement(k.db, id),
      k.calendar.current(),
    ]);
  const files = await k.files.findAll(links.map((each) => each.fileId));
  const standing = row.state === 'in_force';
  return {
    row,
    departments,
    organisations,
    // A partner reads the wordings that were sent, not the drafts between them.
    texts: inside ? texts : texts.filter((text) => terms.some((term) => term.textVersion === text.version)),
    terms,
    open: terms.find((term) => term.state === 'open') ?? null,
    parties: partiesOf(row, { departments, organisations, terms, signatures, actor, speaks }),
    signatures,
    duties: duties.map((duty) => ({
      ...dutyView(k, calendar, duty, row.endsOn, done),
      mayShow: standing && mayShowDuty(actor, row, duty, speaks),
    })),
    steps: inside ? steps : steps.filter((step) => step.act !== 'made' && step.act !== 'edit'),
    files: links.flatMap((link) => {
      const stored = files.find((file) => file.id === link.fileId);
      return stored ? [{ ...link, stored }] : [];
    }),
    staff: inside
      ? await staffNames(
          k,
          steps.flatMap((step) => step.by ?? []),
        )
      : new Map(),
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
    inside,
    may: {
      keep: mayKeepAgreement(actor, row.departmentId),
      end: isPossible(row.state, 'end') && mayEndAgreement(actor, row, speaks),
    },
  };
}

function partiesOf(
  row: AgreementRow,
  given: {
    departments: Book<Department>;
    organisations: ReadonlyMap<string, OrganisationFacts>;
    terms: readonly TermRow[];
    signatures: readonly SignatureRow[];
    actor: Actor;
    speaks: Speaks;
  },
): Party[] {
  const open = given.terms.find((term) => term.state === 'open');
  const no = open?.no ?? row.termNo;
  const signedBy = (kind: string, id: string) =>
    given.signatures.find((each) => each.termNo === no && each.partyKind === kind && each.partyId === id) ?? null;
  const department = signedBy('department', row.departmentId);
  return [
    {
      kind: 'department' as const,
      id: row.departmentId,
      name: given.departments.name(row.departmentId, 'zh-CN'),
      signed: department,
      maySign: Boolean(open) && !department && maySignForDepartment(given.actor, row),
    },
    ...row.organisationIds.map((id) => {
      const signed = signedBy('organisation', id);
      return {
        kind: 'organisation' as const,
        id,
        name: given.organisations.get(id)?.name ?? '',
        signed,
        maySign: Boolean(open) && !signed && maySignForOrganisation(id, row, given.speaks),
      };
    }),
  ];
}
