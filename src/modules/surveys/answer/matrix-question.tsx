import { Chips } from '../../../ui/choice.tsx';
import { type QuestionOf, rowsInOrder } from '../questionnaire.rules.ts';
import { fieldOf } from './fields.ts';
import { Group, optionOf, type Parts } from './question-parts.tsx';
import { type Tongue, Written } from './question-words.tsx';

/** One choice in each row: rows one under the other, on phones their choices beneath them. */
export function MatrixQuestion({
  question,
  parts,
  tongue,
  seed,
}: {
  question: QuestionOf<'matrix'>;
  parts: Parts;
  tongue: Tongue;
  seed: string;
}) {
  return (
    <Group parts={parts}>
      <div class="matrix">
        {rowsInOrder(question, seed).map((row) => (
          <Chips
            name={fieldOf(question.name, row.name)}
            legend={<Written words={row.label} tongue={tongue} />}
            options={question.choices.map((choice) => optionOf(choice, tongue))}
          />
        ))}
      </div>
    </Group>
  );
}
