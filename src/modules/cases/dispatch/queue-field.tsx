import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { Hidden } from '../../../ui/form.tsx';

/** The list that the page was opened from, as `queue=accepted`: each form carries it, so that the desk goes on where it was. */
export const ListContext = createContext('queue=submitted');

export function Queue() {
  const [name = 'queue', value = ''] = useContext(ListContext).split('=');
  return <Hidden name={name} value={value} />;
}
