import { Button } from '../../../ui/button.tsx';
import { DeskSection } from '../../../ui/desk.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { FormState } from './desk-forms.tsx';
import type { Matter } from './desk-view.ts';

type Props = { ctx: PageContext; matter: Matter; here: string; desk: string; state: FormState };

/** Ideas that are likely the same, and what went into this one. */
export function MergePart({ ctx, matter, here, desk, state }: Props) {
  const { t } = ctx;
  const { likes, idea, story } = matter;
  const form = state('merge');
  const movable = idea.stage === 'open' || idea.stage === 'examined';
  return (
    <DeskSection id="merge" title={t('consultations.ideas.desk.merge')}>
      {movable && (
        <>
          {likes.length > 0 && (
            <>
              <p class="quiet">{t('consultations.ideas.desk.likes')}</p>
              <ul class="plain">
                {likes.map(({ number, title, score, supports }) => (
                  <li>
                    <a href={`${desk}/${number}`}>{t('consultations.ideas.numbered', { number, title })}</a>{' '}
                    <span class="quiet">
                      {t('consultations.ideas.desk.like_facts', { n: supports, percent: Math.round(score * 100) })}
                    </span>
                    <Form id={`merge-${number}`} action={`${here}/merge`}>
                      <Hidden name="number" value={String(number)} />
                      <Button small label={t('consultations.ideas.desk.merge_label', { number })}>
                        {t('consultations.ideas.desk.merge_verb')}
                      </Button>
                    </Form>
                  </li>
                ))}
              </ul>
            </>
          )}
          <Form id="merge-form" action={`${here}/merge`} values={form.values} errors={form.errors}>
            <Field
              name="number"
              label={t('consultations.ideas.desk.merge_number')}
              hint={t('consultations.ideas.desk.merge_hint')}
              inputmode="numeric"
              width="short"
            />
            <Actions>
              <Button>{t('consultations.ideas.desk.merge_verb')}</Button>
            </Actions>
          </Form>
        </>
      )}
      {story.joined.length > 0 && (
        <>
          <h3>{t('consultations.ideas.desk.joined')}</h3>
          <ul class="plain">
            {story.joined.map(({ number, title }) => (
              <li>
                <a href={`${desk}/${number}`}>{t('consultations.ideas.numbered', { number, title })}</a>
                <Form id={`split-${number}`} action={`${desk}/${number}/split`}>
                  <Button small label={t('consultations.ideas.desk.split_label', { number })}>
                    {t('consultations.ideas.desk.split_verb')}
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        </>
      )}
    </DeskSection>
  );
}

/** To another call of the same conveners, for an idea that came to the wrong one. */
export function MovePart({ ctx, matter, here, state }: Omit<Props, 'desk'>) {
  const { t } = ctx;
  const { calls, idea } = matter;
  if (calls.length === 0 || !(idea.stage === 'open' || idea.stage === 'examined')) return null;
  const form = state('move');
  return (
    <DeskSection id="move" title={t('consultations.ideas.desk.move')}>
      <Fold summary={t('consultations.ideas.desk.move_summary')} open={Object.keys(form.errors).length > 0}>
        <Form id="move-form" action={`${here}/move`} values={form.values} errors={form.errors}>
          <Field
            name="to"
            type="select"
            label={t('consultations.ideas.desk.move_to')}
            options={calls.map(({ slug, title }) => ({ value: slug, label: title }))}
          />
          <Actions note={t('consultations.ideas.desk.move_note')}>
            <Button>{t('consultations.ideas.desk.move_verb')}</Button>
          </Actions>
        </Form>
      </Fold>
    </DeskSection>
  );
}
