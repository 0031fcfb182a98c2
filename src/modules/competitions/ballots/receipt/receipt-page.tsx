import type { ComponentChildren } from 'preact';
import { Button, VerbLink } from '../../../../ui/button.tsx';
import { DateTime, formatNumber } from '../../../../ui/date-time.tsx';
import { Fold } from '../../../../ui/dialog.tsx';
import { Hash, Slip, Steps } from '../../../../ui/facts.tsx';
import { Form, Hidden } from '../../../../ui/form.tsx';
import { workNumber } from '../../../../ui/gallery.tsx';
import { Columns, Heading, Trail } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';
import { Qr } from '../../../../ui/qr.tsx';
import type { Competition } from '../../competition.queries.ts';
import { leafHash } from '../log/digest.ts';
import type { FoundBallot } from './look-up.ts';

export type ReceiptView = {
  competition: Competition;
  found: FoundBallot;
  /** number → title, of what was chosen */
  titles: ReadonlyMap<number, string>;
  /** cast this moment: the only time that its time is known */
  castAt: Date | null;
  publicUrl: string;
};

type Props = { ctx: PageContext; view: ReceiptView };

/** The slip that somebody keeps, what was chosen, where the ballot is by now, and what can be done with it. */
export function ReceiptPage({ ctx, view }: Props) {
  const { t } = ctx;
  const { competition, found, castAt } = view;
  const here = `/competitions/${competition.slug}`;
  const title = t(`competitions.ballots.receipt.${castAt ? 'cast' : 'found'}`);
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: here },
          { label: t('competitions.ballots.receipt.title') },
        ]}
      />
      <Heading title={title} {...(castAt ? { lead: t('competitions.ballots.receipt.keep') } : {})} />
      {found.state !== 'counts' && (
        <Notice tone="warn" title={t(`competitions.ballots.receipt.is_${found.state}`)}>
          <p>{t(`competitions.ballots.receipt.is_${found.state}_note`)}</p>
        </Notice>
      )}
      <Columns>
        <SlipOf ctx={ctx} view={view} />
        <div>
          <NextSteps ctx={ctx} view={view} />
        </div>
      </Columns>
      <Deeds ctx={ctx} view={view} />
      <Evidence ctx={ctx} view={view} />
    </>
  );
}

function Deeds({ ctx, view: { competition, found } }: Props) {
  const { t } = ctx;
  const here = `/competitions/${competition.slug}`;
  return (
    <>
      {found.mayChange && (
        <Form id="change" action={`${here}/receipt`}>
          <Hidden name="receipt" value={found.code} />
          <Hidden name="do" value="change" />
        </Form>
      )}
      <p class="do">
        {found.mayChange && <Button form="change">{t('competitions.ballots.receipt.change')}</Button>}
        <span data-island="print-page" hidden>
          <Button type="button">{t('competitions.ballots.receipt.print')}</Button>
        </span>
        <VerbLink href={here}>{t('competitions.ballots.receipt.back')}</VerbLink>
      </p>
    </>
  );
}

function SlipOf({ ctx, view }: Props) {
  const { t, locale } = ctx;
  const { competition, found, titles, castAt } = view;
  const category = competition.categories.find(({ position }) => position === found.category);
  const chosen = (
    <ul>
      {found.choices.map((number) => (
        <li>
          {workNumber(number)} {titles.get(number)}
        </li>
      ))}
    </ul>
  );
  return (
    <Slip
      title={t('competitions.ballots.receipt.title')}
      seal={t('competitions.ballots.receipt.seal')}
      code={found.code}
      facts={[
        { label: t('competitions.ballots.receipt.of'), value: competition.title },
        ...(category ? [{ label: t('competitions.ballots.receipt.category'), value: category.name }] : []),
        ...(castAt
          ? [{ label: t('competitions.ballots.receipt.at'), value: <DateTime value={castAt} form="datetime" /> }]
          : []),
        { label: t('competitions.ballots.receipt.chosen', { n: found.choices.length }), value: chosen },
        {
          label: t('competitions.ballots.receipt.log'),
          value: found.sealed
            ? t('competitions.ballots.receipt.sealed', {
                position: formatNumber(found.sealed.position + 1, locale),
                size: formatNumber(found.sealed.head.size, locale),
              })
            : t('competitions.ballots.receipt.waits'),
        },
        {
          label: t('competitions.ballots.receipt.leaf_hash'),
          value: <Hash value={leafHash(found.ballot.hash, found.leaf).toString('hex')} />,
        },
      ]}
    >
      <Qr
        text={`${view.publicUrl}/competitions/${competition.slug}/receipt#${found.code}`}
        label={t('competitions.ballots.receipt.qr')}
      />
    </Slip>
  );
}

function NextSteps({ ctx, view: { competition, found } }: Props) {
  const { t } = ctx;
  const end = <DateTime value={found.stage.endsAt} form="datetime" />;
  const log = `/competitions/${competition.slug}/ballots/${found.stage.id}`;
  return (
    <Steps
      items={[
        { title: t('competitions.ballots.receipt.step.keep'), text: t('competitions.ballots.receipt.step.keep_text') },
        {
          title: t('competitions.ballots.receipt.step.sealed'),
          text: <a href={log}>{t('competitions.ballots.receipt.step.sealed_text')}</a>,
        },
        ...(found.mayChange
          ? [
              {
                title: t('competitions.ballots.receipt.step.change'),
                text: t('competitions.ballots.receipt.change_note'),
              },
            ]
          : []),
        {
          title: (
            <>
              {end} {t('competitions.ballots.receipt.step.open')}
            </>
          ),
          text: t('competitions.ballots.receipt.step.open_text', {
            phone: competition.complaintPhone || ctx.city.hotline,
          }),
        },
      ]}
    />
  );
}

/** What a doubter takes along: the promise until the ballot is in the log, the proof afterwards. */
function Evidence({ ctx, view: { found } }: Props) {
  const { t } = ctx;
  const { sealed, promise, leaf } = found;
  const text = sealed
    ? [
        leaf,
        '',
        sealed.head.note,
        `position ${sealed.position}`,
        ...sealed.path.map((hash) => hash.toString('base64')),
      ].join('\n')
    : `${leaf}\n\n${promise}`;
  return (
    <Fold summary={t(`competitions.ballots.receipt.${sealed ? 'proof' : 'promise'}`)}>
      <p>{t(`competitions.ballots.receipt.${sealed ? 'proof' : 'promise'}_note`)}</p>
      <pre class="evidence" lang="en">
        {text}
      </pre>
    </Fold>
  );
}

/** Where a receipt is typed in. */
export function ReceiptAskPage({
  ctx,
  competition,
  children,
}: {
  ctx: PageContext;
  competition: Competition;
  children: ComponentChildren;
}) {
  const { t } = ctx;
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: `/competitions/${competition.slug}` },
          { label: t('competitions.ballots.receipt.title') },
        ]}
      />
      <Heading
        title={t('competitions.ballots.receipt.ask')}
        lead={t('competitions.ballots.receipt.ask_lead', { title: competition.title })}
      />
      {children}
    </>
  );
}
