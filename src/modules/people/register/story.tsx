import { startOfDay } from '../../../kernel/time/index.ts';
import { formatDate } from '../../../ui/date-time.tsx';
import type { T } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { TimelineEntry } from '../../../ui/timeline.tsx';
import type { Check } from './application/application.queries.ts';
import { checkItems } from './application/application.rules.ts';
import type { ApplicationStory, MembershipStory } from './membership/my-membership.ts';

// keys: people.register.story.*, people.register.end_reason.*

type Names = ReadonlyMap<string, string>;

/** `names`: of the staff who acted, on pages for staff; applicants and members see what was done and why. */
export type StoryOptions = { t: T; zone: string; names?: Names };
type TermOptions = StoryOptions & { ui: Parameters<typeof formatDate>[1] };

function termWords({ t, zone, ui }: TermOptions, term: { startsOn: string; endsOn: string }): string {
  const day = (on: string) => formatDate(startOfDay(on, zone), ui, 'exact').replace(/\s*\d\d:\d\d$/, '');
  return t('people.register.story.term', { startsOn: day(term.startsOn), endsOn: day(term.endsOn) });
}

function by(names: Names | undefined, id: string | null): string | undefined {
  return (id && names?.get(id)) || undefined;
}

function inOrder(entries: TimelineEntry[]): TimelineEntry[] {
  return entries.sort((a, b) => new Date(a.at).getTime() - new Date(b.at).getTime());
}

/** How an application went, the oldest first. */
export function applicationEntries(
  { application, checks, decision }: ApplicationStory,
  o: StoryOptions,
): TimelineEntry[] {
  const { t, names } = o;
  const entries: TimelineEntry[] = [
    { at: application.handedInAt, step: t('people.register.story.submitted'), note: application.number },
    ...application.againAt.map((at) => ({ at, step: t('people.register.story.again') })),
    ...checks.map((check) => checkEntry(check, o)),
  ];
  if (decision)
    entries.push({
      at: decision.at,
      step: t(`people.register.story.${decision.approved ? 'approved' : 'declined'}`),
      note: by(names, decision.by),
      body: decision.reasons ? <Pre text={decision.reasons} /> : undefined,
      key: true,
    });
  if (application.state === 'withdrawn')
    entries.push({ at: application.stateSince, step: t('people.register.story.withdrawn') });
  return inOrder(entries);
}

function checkEntry(check: Check, { t, names }: StoryOptions): TimelineEntry {
  const missing = checkItems.filter((item) => !check.items[item].ok && check.items[item].note !== '');
  // A recommendation and its words are for the committee; what is missing is for the applicant.
  const shown = check.outcome === 'returned' || names !== undefined;
  return {
    at: check.at,
    step: t(`people.register.story.${check.outcome}`),
    note: [
      by(names, check.by),
      names && check.recommendation ? t(`people.register.recommendation.${check.recommendation}`) : undefined,
    ]
      .filter(Boolean)
      .join(' · '),
    body:
      shown && (missing.length > 0 || check.note !== '') ? (
        <>
          {missing.map((item) => (
            <p>
              <b>{t(`people.register.item.${item}`)}</b> {check.items[item].note}
            </p>
          ))}
          {check.note && <Pre text={check.note} />}
        </>
      ) : undefined,
  };
}

/** How a membership went, the oldest first. */
export function membershipEntries(story: MembershipStory, options: TermOptions): TimelineEntry[] {
  const { t, zone, names } = options;
  const { membership, terms, renewals } = story;
  const entries: TimelineEntry[] = [];
  for (const [i, term] of terms.entries())
    if (i === 0)
      entries.push({
        at: startOfDay(term.startsOn, zone),
        step: t('people.register.story.joined'),
        note: termWords(options, term),
        dayOnly: true,
      });
  for (const renewal of renewals) {
    const note = renewal.note ? <Pre text={renewal.note} /> : undefined;
    entries.push({ at: renewal.askedAt, step: t('people.register.story.renewal_asked'), body: note });
    const { decidedAt } = renewal;
    const added = terms.slice(1).find(({ grantedAt }) => grantedAt.getTime() === decidedAt?.getTime());
    if (decidedAt)
      entries.push({
        at: decidedAt,
        step: t(`people.register.story.renewal_${renewal.state}`),
        note: [by(names, renewal.decidedBy), added && termWords(options, added)].filter(Boolean).join(' · '),
        body: renewal.reasons ? <Pre text={renewal.reasons} /> : undefined,
      });
  }
  entries.push(...suspensionEntries(story, { t, zone, names }));
  if (membership.endedAt)
    entries.push({
      at: membership.endedAt,
      step: t('people.register.story.ended'),
      note: membership.endReason ? t(`people.register.end_reason.${membership.endReason}`) : undefined,
      key: true,
    });
  return inOrder(entries);
}

function suspensionEntries({ suspensions }: MembershipStory, { t, names }: StoryOptions): TimelineEntry[] {
  const words = (text: string) => (text ? <Pre text={text} /> : undefined);
  return suspensions.flatMap((one) => {
    const entries: TimelineEntry[] = [
      {
        at: one.proposedAt,
        step: t('people.register.story.suspension_proposed'),
        note: [by(names, one.proposedBy), t(`people.register.rule.${one.rule}`)].filter(Boolean).join(' · '),
        body: words(one.facts),
      },
    ];
    if (one.statedAt)
      entries.push({ at: one.statedAt, step: t('people.register.story.stated'), body: words(one.statement) });
    if (one.decidedAt)
      entries.push({
        at: one.decidedAt,
        step: t(`people.register.story.${one.state === 'dismissed' ? 'dismissed' : 'suspended'}`),
        note: [by(names, one.decidedBy), one.until ? t('people.register.story.until', { day: one.until }) : '']
          .filter(Boolean)
          .join(' · '),
        body: words(one.reasons),
        key: true,
      });
    if (one.liftedAt)
      entries.push({
        at: one.liftedAt,
        step: t('people.register.story.restored'),
        note: by(names, one.liftedBy),
        body: words(one.liftReasons),
      });
    return entries;
  });
}
