import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { Hidden } from '../../../ui/form.tsx';
import type { QueueName } from './queues.ts';

/** The queue that the page was opened from: each form carries it, so that the desk goes on where it was. */
export const QueueContext = createContext<QueueName>('submitted');

export function Queue() {
  return <Hidden name="queue" value={useContext(QueueContext)} />;
}
