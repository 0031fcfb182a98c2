import { Field } from '../../../ui/field.tsx';
import { typedValue, useForm } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { choicesInOrder, type QuestionOf } from '../questionnaire.rules.ts';
import { fieldOf } from './fields.ts';
import { Group, type Parts } from './question-parts.tsx';
import { said, type Tongue } from './question-words.tsx';

/** Choices that are put in order: a place for each to choose; an island turns that into buttons. */
export function RankingQuestion({
  question,
  parts,
  tongue,
  seed,
}: {
  question: QuestionOf<'ranking'>;
  parts: Parts;
  tongue: Tongue;
  seed: string;
}) {
  const { t } = useUi();
  const form = useForm();
  const choices = choicesInOrder(question, seed);
  const places = Math.min(question.mostChoices ?? choices.length, choices.length);
  const placeOf = (name: string) =>
    Number(typedValue(form, fieldOf(question.name, name)) ?? Number.NaN) || choices.length + 1;
  const order = [...choices].sort((a, b) => placeOf(a.name) - placeOf(b.name));
  return (
    <Group parts={parts}>
      <ol
        class="ranking"
        data-island="ranking"
        data-places={places}
        data-up={t('surveys.answer.ranking.up', { choice: '{choice}' })}
        data-down={t('surveys.answer.ranking.down', { choice: '{choice}' })}
        data-add={t('surveys.answer.ranking.add', { choice: '{choice}' })}
        data-remove={t('surveys.answer.ranking.remove', { choice: '{choice}' })}
        data-add-short={t('surveys.answer.ranking.add_short')}
        data-at={t('surveys.answer.ranking.at', { choice: '{choice}', place: '{place}' })}
        data-out={t('surveys.answer.ranking.out', { choice: '{choice}' })}
      >
        {order.map((choice) => (
          <li data-choice={said(choice.label, tongue)}>
            <Field
              name={fieldOf(question.name, choice.name)}
              label={said(choice.label, tongue)}
              type="select"
              placeholder={t('surveys.answer.ranking.none')}
              options={Array.from({ length: places }, (_, at) => ({
                value: String(at + 1),
                label: t('surveys.answer.ranking.place', { place: at + 1 }),
              }))}
            />
          </li>
        ))}
      </ol>
    </Group>
  );
}
