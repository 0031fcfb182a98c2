import type { ProofForm } from '../../../kernel/proof-of-work/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Progress } from '../../../ui/due.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, fieldId, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { ProofQuestion } from '../../../ui/proof-question.tsx';
import type { CheckedAnswers } from '../logic/check-answer.ts';
import { type Definition, isAnswered, type Question, type Section } from '../questionnaire.rules.ts';
import type { Survey } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { answerLines } from './answer-words.ts';
import type { Draft } from './draft.queries.ts';
import { fieldOf } from './fields.ts';
import { problemWords, said, type Tongue, Written } from './question-words.tsx';

export type ReviewView = {
  survey: Survey;
  draft: Draft;
  definition: Definition;
  tongue: Tongue;
  pages: readonly Section[];
  checked: CheckedAnswers;
  nonce: string;
  proof: ProofForm | null;
  values: FormValues;
  errors: FormErrors;
  /** an account can be told of the results */
  mayBeTold: boolean;
};

/** Everything that was answered, before it is handed in. */
export function ReviewPage({ ctx, view }: { ctx: PageContext; view: ReviewView }) {
  const { t } = ctx;
  const { survey, pages, tongue, checked } = view;
  const wrong = checked.problems.size;
  return (
    <div class="answering">
      <Heading
        over={titleIn(survey, tongue.locale)}
        title={t('surveys.answer.review.title')}
        lead={t(wrong > 0 ? 'surveys.answer.review.lead_wrong' : 'surveys.answer.review.lead')}
      />
      <Progress label={t('surveys.answer.page_all', { of: pages.length })} value={pages.length} max={pages.length} />
      {wrong > 0 && <Problems ctx={ctx} view={view} />}
      {pages.map((section, at) => (
        <PagePart ctx={ctx} view={view} section={section} at={at} />
      ))}
      <HandInForm ctx={ctx} view={view} />
    </div>
  );
}

const hrefOf = ({ survey }: ReviewView, section: Section, question?: Question): string =>
  `/surveys/${survey.slug}/answer/${section.id}?from=review${question ? `#${fieldId('answer', fieldOf(question.name))}` : ''}`;

function Problems({ ctx, view }: { ctx: PageContext; view: ReviewView }) {
  const { t } = ctx;
  const { pages, checked, tongue } = view;
  return (
    <Notice tone="error" title={t('surveys.answer.review.missing', { count: checked.problems.size })}>
      <ul>
        {pages.flatMap((section) =>
          section.questions.flatMap((question) => {
            const problem = checked.problems.get(question.name);
            return problem
              ? [
                  <li>
                    <a href={hrefOf(view, section, question)}>{said(question.label, tongue)}</a>
                    {t('surveys.answer.colon')}
                    {problemWords(t, problem, tongue)}
                  </li>,
                ]
              : [];
          }),
        )}
      </ul>
    </Notice>
  );
}

function PagePart({ ctx, view, section, at }: { ctx: PageContext; view: ReviewView; section: Section; at: number }) {
  const { t } = ctx;
  const { tongue, checked } = view;
  const asked = section.questions.filter((question) => isAnswered(question) && checked.questions.has(question.name));
  const title = said(section.title, tongue) || t('surveys.answer.page_n', { at: at + 1 });
  return (
    <section class="review-part" aria-labelledby={`part-${section.id}`}>
      <header>
        <h2 id={`part-${section.id}`}>{title}</h2>
        <a href={hrefOf(view, section)} aria-label={t('surveys.answer.review.change_part', { title })}>
          {t('surveys.answer.review.change')}
        </a>
      </header>
      <dl class="review">
        {asked.map((question) => {
          const lines = answerLines(t, question, checked.answers, tongue);
          return (
            <div>
              <dt>
                <Written words={question.label} tongue={tongue} />
              </dt>
              {lines.length === 0 ? (
                <dd class="quiet">{t('surveys.answer.review.nothing')}</dd>
              ) : (
                lines.map((line) => <dd>{line}</dd>)
              )}
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function HandInForm({ ctx, view }: { ctx: PageContext; view: ReviewView }) {
  const { t } = ctx;
  const { survey, draft, pages, checked, nonce, proof } = view;
  const last = pages.at(-1);
  return (
    <Form id="hand-in" action={`/surveys/${survey.slug}/hand-in`} values={view.values} errors={view.errors}>
      <Hidden name="nonce" value={nonce} />
      <Hidden name="version" value={String(draft.version)} />
      <Hidden name="form" value={String(survey.formVersion)} />
      {view.mayBeTold && survey.results !== 'none' && (
        <Checkbox name="tell" label={t('surveys.answer.review.tell')} hint={t('surveys.answer.review.tell_hint')} />
      )}
      {proof && <ProofQuestion proof={proof} />}
      <Actions note={t(survey.named ? 'surveys.answer.review.note_named' : 'surveys.answer.review.note')}>
        {checked.problems.size === 0 && <Button primary>{t('surveys.answer.hand_in')}</Button>}
        {last && <ButtonLink href={`/surveys/${survey.slug}/answer/${last.id}`}>{t('surveys.answer.back')}</ButtonLink>}
        <ButtonLink href={`/surveys/${survey.slug}/later`}>{t('surveys.answer.later')}</ButtonLink>
      </Actions>
    </Form>
  );
}
