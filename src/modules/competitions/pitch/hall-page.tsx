import type { PageContext } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';
import type { Stage } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import type { Draw, Slot } from './pitch.queries.ts';
import { currentOf, nextOf, PitchClock, SlotMark } from './pitch-parts.tsx';

type Props = {
  ctx: PageContext;
  competition: Competition;
  stage: Stage<'pitch'>;
  slots: readonly Slot[];
  draw: Draw | undefined;
};

/** For the wall of the hall and for whoever watches: who speaks, how long, and who is next. No points. */
export function HallPage({ ctx, competition, stage, slots, draw }: Props) {
  const { t } = ctx;
  const now = currentOf(slots);
  const next = nextOf(slots);
  const over = slots.length > 0 && !now && !next;
  return (
    <div class="hall">
      <header>
        <p>{competition.title}</p>
        <p>{stageName(t, stage)}</p>
      </header>
      <main id="main" class="hall-body">
        <div>
          <h1>
            {now
              ? now.title
              : over
                ? t('competitions.pitch.all_done')
                : next
                  ? t('competitions.pitch.starts_soon')
                  : t('competitions.pitch.not_drawn')}
          </h1>
          {now && now.byLine !== '' && <p class="stage-now">{now.byLine}</p>}
          <PitchClock slug={competition.slug} stageId={stage.id} slot={now} settings={stage.settings} />
          {next && (
            <p class="stage-now">
              {t('competitions.pitch.next')}: {next.position}. {next.title}
            </p>
          )}
        </div>
        {slots.length > 0 && (
          <ol class="pitch-order" aria-label={t('competitions.pitch.order')}>
            {slots.map((slot) => (
              <li aria-current={slot.entryId === now?.entryId ? 'step' : undefined}>
                <span class="num">{slot.position}</span> {slot.title} <SlotMark state={slot.state} />
              </li>
            ))}
          </ol>
        )}
      </main>
      <footer>
        <p>{t('competitions.pitch.no_points')}</p>
        {draw?.seed && <p>{t('competitions.pitch.seed', { seed: draw.seed })}</p>}
        <p>
          <a href={`/competitions/${competition.slug}`}>{t('competitions.pitch.back')}</a>
        </p>
      </footer>
    </div>
  );
}
