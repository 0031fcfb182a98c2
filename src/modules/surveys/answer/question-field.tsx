import { Chips, Choice } from '../../../ui/choice.tsx';
import { Field } from '../../../ui/field.tsx';
import { useForm } from '../../../ui/form.tsx';
import { type T, useUi } from '../../../ui/page-context.ts';
import {
  type AnsweredQuestion,
  choicesInOrder,
  hasOther,
  otherKey,
  type Question,
  type QuestionOf,
} from '../questionnaire.rules.ts';
import { fieldOf } from './fields.ts';
import type { AnswerFile } from './file.queries.ts';
import { FileQuestion } from './file-question.tsx';
import { MatrixQuestion } from './matrix-question.tsx';
import { type MapPlan, PlaceQuestion } from './place-question.tsx';
import { optionOf, type Parts } from './question-parts.tsx';
import { said, type Tongue, Written } from './question-words.tsx';
import { RankingQuestion } from './ranking-question.tsx';

export type QuestionFieldProps = {
  question: Question;
  tongue: Tongue;
  /** draws the order of choices where that is random */
  seed: string;
  /** stands in the page, and is not asked with the answers as they are: an island may show it */
  hidden?: boolean;
  /** files that were sent before */
  files?: readonly AnswerFile[];
  plan?: MapPlan | null;
};

/** More steps than these are typed, not chosen. */
const mostSteps = 11;

/** One question of a questionnaire as people answer it. Values and errors come from the form around it. */
export function QuestionField(p: QuestionFieldProps) {
  const { question } = p;
  return (
    <div class="question" data-question={question.name} data-type={question.type} hidden={p.hidden}>
      {question.type === 'note' ? (
        <div class="question-note">
          <p>
            <Written words={question.label} tongue={p.tongue} />
          </p>
          {said(question.hint, p.tongue) && (
            <p class="hint">
              <Written words={question.hint} tongue={p.tongue} />
            </p>
          )}
        </div>
      ) : question.type === 'calculate' ? null : (
        <Asked {...p} question={question} />
      )}
    </div>
  );
}

function partsOf(p: QuestionFieldProps, t: T): Parts {
  const question = p.question as AnsweredQuestion;
  const own = said(question.hint, p.tongue) && <Written words={question.hint} tongue={p.tongue} />;
  const rule = ruleWords(t, question);
  return {
    name: fieldOf(question.name),
    label: <Written words={question.label} tongue={p.tongue} />,
    hint: own && rule ? [own, ' ', rule] : own || rule || undefined,
    optional: !question.required,
  };
}

/** What the rules of a question ask for, said before somebody answers. */
export function ruleWords(t: T, question: Question): string {
  switch (question.type) {
    case 'several': {
      const { leastChoices: least, mostChoices: most } = question;
      if (least && most) return t('surveys.answer.rule.between', { least, most });
      if (most) return t('surveys.answer.rule.most', { most });
      return least ? t('surveys.answer.rule.least', { least }) : t('surveys.answer.rule.several');
    }
    case 'ranking':
      return t('surveys.answer.rule.ranking', {
        places: Math.min(question.mostChoices ?? question.choices.length, question.choices.length),
      });
    case 'number': {
      const { min, max } = question;
      if (min !== null && max !== null) return t('surveys.answer.rule.range', { min, max });
      if (min !== null) return t('surveys.answer.rule.min', { min });
      return max === null ? '' : t('surveys.answer.rule.max', { max });
    }
    case 'file':
      return t(`surveys.answer.rule.${question.accept === 'image' ? 'image' : 'file'}`, { most: question.most });
    default:
      return '';
  }
}

function Asked(p: QuestionFieldProps & { question: AnsweredQuestion }) {
  const { t } = useUi();
  const parts = partsOf(p, t);
  const { question, tongue, seed } = p;
  switch (question.type) {
    case 'one':
    case 'several':
      return <Chosen question={question} parts={parts} tongue={tongue} seed={seed} />;
    case 'scale':
      return <ScaleField question={question} parts={parts} tongue={tongue} />;
    case 'matrix':
      return <MatrixQuestion question={question} parts={parts} tongue={tongue} seed={seed} />;
    case 'ranking':
      return <RankingQuestion question={question} parts={parts} tongue={tongue} seed={seed} />;
    case 'number':
      return (
        <Field
          {...parts}
          inputmode={question.whole && (question.min ?? -1) >= 0 ? 'numeric' : 'decimal'}
          autocomplete="off"
          width="short"
          after={said(question.unit, tongue) || undefined}
        />
      );
    case 'date':
      return <Field {...parts} type="date" min={question.earliest || undefined} max={question.latest || undefined} />;
    case 'text':
      return question.multiline ? (
        <Field {...parts} type="textarea" rows={4} maxLength={question.longest} counted />
      ) : (
        <Field {...parts} maxLength={question.longest} autocomplete="off" />
      );
    case 'file':
      return <FileQuestion question={question} parts={parts} files={p.files ?? []} />;
    case 'place':
      return <PlaceQuestion question={question} parts={parts} plan={p.plan ?? null} />;
  }
}

function Chosen({
  question,
  parts,
  tongue,
  seed,
}: {
  question: QuestionOf<'one'> | QuestionOf<'several'>;
  parts: Parts;
  tongue: Tongue;
  seed: string;
}) {
  const { t } = useUi();
  const { label, ...rest } = parts;
  const choices = choicesInOrder(question, seed);
  const alone = choices.flatMap(({ name, exclusive }) => (exclusive ? [name] : []));
  return (
    <div class="question-choices" data-alone={alone.length > 0 ? alone.join(' ') : undefined}>
      {question.type === 'one' && question.shown === 'menu' ? (
        <Field
          {...parts}
          type="select"
          placeholder={t('surveys.answer.choose')}
          options={choices.map((choice) => ({ value: choice.name, label: said(choice.label, tongue) }))}
        />
      ) : (
        <Choice
          {...rest}
          legend={label}
          multiple={question.type === 'several'}
          options={choices.map((choice) => optionOf(choice, tongue))}
        />
      )}
      {question.type === 'one' && question.shown === 'list' && !question.required && <Nothing name={parts.name} />}
      {hasOther(question) && <OtherField question={question} tongue={tongue} />}
    </div>
  );
}

/** A choice that was made by mistake can be taken back where no answer is needed. */
function Nothing({ name }: { name: string }) {
  const { t } = useUi();
  const form = useForm();
  const chosen = form.values[name];
  return (
    <p class="question-nothing" hidden={!chosen}>
      <label>
        <input type="radio" name={name} value="" /> {t('surveys.answer.no_choice')}
      </label>
    </p>
  );
}

function OtherField({ question, tongue }: { question: QuestionOf<'one'> | QuestionOf<'several'>; tongue: Tongue }) {
  const { t } = useUi();
  const others = question.choices.filter(({ other }) => other);
  const choice = others.map(({ label }) => said(label, tongue)).join(t('surveys.answer.comma'));
  return (
    <div class="question-other" data-other={others.map(({ name }) => name).join(' ')}>
      <Field
        name={fieldOf(otherKey(question.name))}
        label={t('surveys.answer.other', { choice })}
        maxLength={500}
        autocomplete="off"
      />
    </div>
  );
}

function ScaleField({ question, parts, tongue }: { question: QuestionOf<'scale'>; parts: Parts; tongue: Tongue }) {
  const { t } = useUi();
  const { min, max, step, lowLabel, highLabel } = question;
  const steps = Math.floor((max - min) / step + 1e-9) + 1;
  const { label, ...rest } = parts;
  if (steps > mostSteps)
    return (
      <Field
        {...parts}
        hint={[
          parts.hint,
          parts.hint ? ' ' : '',
          t('surveys.answer.rule.scale', { min, max, low: said(lowLabel, tongue), high: said(highLabel, tongue) }),
        ]}
        inputmode="decimal"
        width="short"
      />
    );
  const options = Array.from({ length: steps }, (_, at) => {
    const value = Number((min + at * step).toPrecision(12));
    const end = at === 0 ? lowLabel : at === steps - 1 ? highLabel : {};
    return {
      value: String(value),
      label: (
        <>
          {value}
          {said(end, tongue) && (
            <span class="scale-end">
              <Written words={end} tongue={tongue} />
            </span>
          )}
        </>
      ),
    };
  });
  return (
    <div class="question-scale">
      <Chips {...rest} legend={label} options={options} />
    </div>
  );
}
