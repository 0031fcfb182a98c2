import { wordBreaks } from '../../../kernel/text/index.ts';
import { formatDate } from '../../../ui/date-time.tsx';
import { type Deed, Deeds, DeskColumns, DeskSection, Likes, MatterHead } from '../../../ui/desk.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Form } from '../../../ui/form.tsx';
import { Said } from '../../../ui/letter.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Title } from '../../../ui/text.tsx';
import { AuthorBlock, CaseLight, MatterLetter, MatterTimeline, type SimilarCase } from '../matter/index.ts';
import { CallingBack } from './calling-back.tsx';
import { DueCells, Limits, NameLists, WhatItIs, WhomTo } from './deciding.tsx';
import type { Desk, InHand } from './desk-view.ts';
import {
  AskDialog,
  DeclineDialog,
  ForumAnswerForm,
  SendBackDialog,
  StandingSupervision,
  SuperviseDialog,
} from './dialogs.tsx';
import { Queue } from './queue-field.tsx';
import { AskedReturn, errorsFor, RuleEnding, RuleExtension, typedFor } from './ruling.tsx';

type P = { desk: Desk; inHand: InHand };

function hrefOf({ base, query }: Desk, number: string): string {
  return `${base}/${number}?${query}`;
}

/** The case in hand: head, what was said about it, the letter on the left and the decision on the right. */
export function MatterInHand({ desk, inHand }: P) {
  const { t } = useUi();
  const { row } = inHand.matter;
  const { list } = desk;
  const at = list.rows.findIndex(({ id }) => id === row.id);
  const position = at < 0 || list.offset < 0 ? undefined : t('cases.dispatch.position', { n: list.offset + at + 1 });
  return (
    <>
      <MatterHead
        title={wordBreaks(row.title)}
        backLabel={desk.listName}
        facts={[
          `${inHand.numberPrefix} ${row.number}`,
          t(`cases.kind.${row.kind}`),
          t(`cases.state.${row.state}`),
          t(row.confidential ? 'cases.dispatch.confidential' : 'cases.dispatch.public'),
          inHand.matter.author.displayName && t('cases.dispatch.from', { name: inHand.matter.author.displayName }),
          <CaseLight row={row} calendar={inHand.matter.calendar} />,
        ].filter(Boolean)}
        position={position}
        previousHref={list.previous ? hrefOf(desk, list.previous.number) : undefined}
        nextHref={list.next ? hrefOf(desk, list.next.number) : undefined}
      />
      <SaidAndKept inHand={inHand} />
      {inHand.deciding ? (
        <Decides desk={desk} inHand={inHand} />
      ) : (
        <DeskColumns left={<Left inHand={inHand} desk={desk} />} right={<Right inHand={inHand} desk={desk} />} />
      )}
      <DeclineDialog inHand={inHand} base={desk.base} />
      <AskDialog inHand={inHand} base={desk.base} />
      <SendBackDialog inHand={inHand} base={desk.base} />
      <SuperviseDialog inHand={inHand} base={desk.base} />
    </>
  );
}

function SaidAndKept({ inHand }: { inHand: InHand }) {
  const { t } = useUi();
  return (
    <>
      {inHand.said && (
        <Notice tone={inHand.said.tone} live>
          <p>{inHand.said.text}</p>
        </Notice>
      )}
      {inHand.keptWords.length > 0 && (
        <section aria-labelledby="kept">
          <h2 id="kept">{t('cases.dispatch.kept')}</h2>
          {inHand.keptWords.map((words) => (
            <Said text={words} />
          ))}
        </section>
      )}
    </>
  );
}

/** Letter and decision are one form: its buttons are the bar of deeds below. */
function Decides({ desk, inHand }: P) {
  const { t } = useUi();
  const { deciding, matter } = inHand;
  if (!deciding) return null;
  const ruling = inHand.may.ruleReturn;
  const { number } = matter.row;
  return (
    <Form
      id="decide"
      action={`${desk.base}/${number}/${ruling ? 'reassign' : inHand.may.dispatch ? 'dispatch' : 'accept'}`}
      values={typedFor(inHand, 'decide')}
      errors={errorsFor(inHand, 'decide')}
      label={t('cases.dispatch.decide')}
    >
      <Queue />
      <NameLists matter={matter} />
      <DeskColumns
        left={<Left inHand={inHand} desk={desk} mergeable />}
        right={
          <>
            <AskedReturn inHand={inHand} />
            {(inHand.may.dispatch || ruling) && <WhomTo inHand={inHand} deciding={deciding} />}
            {!ruling && <WhatItIs inHand={inHand} deciding={deciding} />}
            {!ruling && <Limits inHand={inHand} deciding={deciding} />}
            <StandingFacts inHand={inHand} />
          </>
        }
      />
    </Form>
  );
}

/** What the dispatcher says with it: to the department, or as the reasons of a ruling. */
function Words({ inHand }: { inHand: InHand }) {
  const { t } = useUi();
  const ruling = inHand.may.ruleReturn;
  if (!inHand.may.dispatch && !ruling) return null;
  return (
    <Field
      name={ruling ? 'reason' : 'opinion'}
      type="textarea"
      paper="plain"
      rows={4}
      keyHint="O"
      label={t(ruling ? 'cases.dispatch.ruling_reason' : 'cases.dispatch.opinion')}
      hint={t(ruling ? 'cases.dispatch.return.reason_hint' : 'cases.dispatch.opinion_hint')}
    />
  );
}

function Left({ desk, inHand, mergeable = false }: P & { mergeable?: boolean }) {
  const { t } = useUi();
  const { matter } = inHand;
  return (
    <>
      <MatterLetter matter={matter} />
      <Similar desk={desk} inHand={inHand} mergeable={mergeable} />
      {mergeable && <Words inHand={inHand} />}
      <DeskSection id="author" title={t('cases.dispatch.author')}>
        <AuthorBlock
          matter={matter}
          details={inHand.details}
          revealHref={`${hrefOf(desk, matter.row.number)}&who=1#author`}
        />
      </DeskSection>
      <Fold summary={t('cases.dispatch.timeline')} open={matter.row.accepted_at !== null}>
        <MatterTimeline matter={matter} />
      </Fold>
    </>
  );
}

function Similar({ desk, inHand, mergeable }: P & { mergeable: boolean }) {
  const { t } = useUi();
  const { near, answered } = inHand.similar;
  const canCheck = mergeable && inHand.may.merge;
  return (
    <>
      {near.length > 0 && (
        <DeskSection id="near" title={t('cases.dispatch.near', { n: near.length })}>
          <ul class="likes num">
            {near.map((one) => (
              <li>
                {canCheck ? (
                  <Checkbox name="same" value={one.id} label={<SimilarTitle one={one} desk={desk} />} />
                ) : (
                  <SimilarTitle one={one} desk={desk} />
                )}
                <span class="like-facts">
                  <SimilarFacts one={one} inHand={inHand} />
                </span>
              </li>
            ))}
          </ul>
          {canCheck && <p class="quiet">{t('cases.dispatch.merge_how')}</p>}
        </DeskSection>
      )}
      {answered.length > 0 && (
        <DeskSection id="answered" title={t('cases.dispatch.answered')}>
          <Likes
            entries={answered.map((one) => ({
              href: hrefOf(desk, one.number),
              title: one.title,
              facts: [<SimilarFacts one={one} inHand={inHand} />],
            }))}
          />
        </DeskSection>
      )}
    </>
  );
}

function SimilarTitle({ one, desk }: { one: SimilarCase; desk: Desk }) {
  return (
    <a href={hrefOf(desk, one.number)}>
      <Title pieces={wordBreaks(one.title)} />
    </a>
  );
}

function SimilarFacts({ one, inHand }: { one: SimilarCase; inHand: InHand }) {
  const ui = useUi();
  const { t } = ui;
  const facts = [
    one.distance_m === null ? (one.samePlace ?? '') : t('cases.dispatch.metres', { n: one.distance_m }),
    formatDate(one.submittedAt, ui, 'date'),
    inHand.matter.departments.name(one.leadDepartmentId, ui.locale),
    one.solved === null
      ? t(`cases.state.${one.state}`)
      : t(one.solved ? 'cases.dispatch.solved' : 'cases.dispatch.unsolved'),
  ];
  return (
    <>
      {facts.filter(Boolean).map((fact) => (
        <span>{fact} </span>
      ))}
    </>
  );
}

function Right({ desk, inHand }: P) {
  const { base } = desk;
  return (
    <>
      <RuleExtension inHand={inHand} base={base} />
      <RuleEnding inHand={inHand} base={base} />
      <StandingFacts inHand={inHand} />
      <StandingSupervision inHand={inHand} base={base} />
      <CallingBack inHand={inHand} base={base} />
      <ForumAnswerForm inHand={inHand} base={base} />
    </>
  );
}

/** Who has it, and its clocks; nothing before it is dispatched. */
function StandingFacts({ inHand }: { inHand: InHand }) {
  const ui = useUi();
  const { t, locale } = ui;
  const { row, departments, coHandlers, ratings } = inHand.matter;
  if (!row.lead_department_id) return null;
  const rated = ratings.at(-1);
  const helpers = coHandlers
    .map(({ departmentId }) => departments.name(departmentId, locale))
    .join(t('cases.matter.and'));
  return (
    <DeskSection
      id="stands"
      title={t('cases.dispatch.stands')}
      end={<StateMark tone="open">{t(`cases.state.${row.state}`)}</StateMark>}
    >
      <Facts
        ruled
        items={[
          { label: t('cases.dispatch.lead'), value: departments.name(row.lead_department_id, locale) },
          { label: t('cases.dispatch.help'), value: helpers },
          row.sign_due_at && {
            label: t('cases.dispatch.sign_by'),
            value: formatDate(row.sign_due_at, ui, 'auto'),
            end: row.signed_at
              ? t('cases.dispatch.signed', { at: formatDate(row.signed_at, ui, 'auto') })
              : t('cases.dispatch.unsigned'),
          },
          row.due_at && {
            label: t('cases.dispatch.reply_by'),
            value: <b>{formatDate(row.due_at, ui, 'datetime')}</b>,
            end: t(`cases.limit_short.${row.limit_kind}`),
          },
          row.reviewed_at && { label: t('cases.dispatch.replied'), value: formatDate(row.reviewed_at, ui, 'datetime') },
          rated && {
            label: t('cases.dispatch.rated'),
            value: t(rated.solved ? 'cases.dispatch.solved' : 'cases.dispatch.unsolved'),
            end: t('cases.dispatch.stars', { outcome: rated.outcome, attitude: rated.attitude, speed: rated.speed }),
          },
        ]}
      />
      {row.accepted_at && row.due_at && !row.reviewed_at && (
        <DueCells accepted={row.accepted_at} due={row.due_at} matter={inHand.matter} />
      )}
    </DeskSection>
  );
}

/** The bar of deeds: what this person may do with the case as it stands, each by one key. */
export function MatterDeeds({ desk, inHand }: P) {
  const { t } = useUi();
  const { may, matter } = inHand;
  const path = (act: string) => `${desk.base}/${matter.row.number}/${act}`;
  const deeds: Deed[] = [];
  if (may.dispatch)
    deeds.push({
      label: t(may.accept ? 'cases.dispatch.deed.accept_dispatch' : 'cases.dispatch.deed.dispatch'),
      primary: true,
      form: 'decide',
      keyHint: 'D',
    });
  if (may.accept)
    deeds.push({
      label: t('cases.dispatch.deed.accept'),
      form: 'decide',
      formAction: path('accept'),
      primary: !may.dispatch,
      keyHint: 'A',
    });
  if (may.ruleReturn) {
    deeds.push({ label: t('cases.dispatch.deed.reassign'), primary: true, form: 'decide', keyHint: 'D' });
    deeds.push({ label: t('cases.dispatch.deed.refuse'), form: 'decide', formAction: path('refuse'), keyHint: 'X' });
  }
  if (may.callBack)
    deeds.push({
      label: t('cases.dispatch.deed.call_back'),
      primary: true,
      form: 'call-form',
      name: 'reached',
      value: 'yes',
      keyHint: 'C',
    });
  if (may.close) deeds.push({ label: t('cases.dispatch.deed.close'), form: 'close', keyHint: 'E' });
  if (may.sendBack) deeds.push({ label: t('cases.dispatch.deed.send_back'), opens: 'send-back', keyHint: 'R' });
  if (may.merge && inHand.deciding)
    deeds.push({ label: t('cases.dispatch.deed.merge'), form: 'decide', formAction: path('merge'), keyHint: 'M' });
  if (may.ask) deeds.push({ label: t('cases.dispatch.deed.ask'), opens: 'ask', keyHint: 'B' });
  if (may.decline) deeds.push({ label: t('cases.dispatch.deed.decline'), opens: 'decline', keyHint: 'N' });
  if (may.supervise) deeds.push({ label: t('cases.dispatch.deed.supervise'), opens: 'supervise', keyHint: 'S' });
  if (deeds.length === 0) return null;
  return (
    <>
      {may.close && (
        <form id="close" action={path('close')} method="post" hidden>
          <Queue />
        </form>
      )}
      <Deeds deeds={deeds} />
    </>
  );
}
