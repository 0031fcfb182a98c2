import { describe, expect, test } from 'vitest';
import { findHotTopics } from './find-hot-topics.ts';
import type { TopicMessage } from './topic.ts';
import { otherMessages, smokeMessages, topicMessage } from './topics.factory.ts';

const ids = (messages: TopicMessage[]) => messages.map((message) => message.id).sort();

describe('findHotTopics', () => {
  const smoke = smokeMessages();
  const others = otherMessages();

  test('finds the one matter in all its wordings, without other matters there and the same elsewhere', () => {
    const [topic, ...rest] = findHotTopics([...others, ...smoke]);
    expect([...topic!.members].sort()).toEqual(ids(smoke));
    expect(rest).toEqual([]);
    expect(topic).toMatchObject({ place: '柳岸区云栖里小区', people: 5, follows: 0, support: 0, oppose: 0 });
    expect(topic!.keywords).toContain('油烟');
    expect(smoke.map((message) => message.title)).toContain(topic!.title);
    expect(topic!.from).toEqual(smoke[0]!.at);
    expect(topic!.to).toEqual(smoke.at(-1)!.at);
  });

  test('does not depend on the order of the messages', () => {
    const all = [...smoke, ...others];
    const expected = findHotTopics(all);
    for (let shift = 1; shift < all.length; shift += 5) {
      expect(findHotTopics([...all.slice(shift), ...all.slice(0, shift)].reverse())).toEqual(expected);
    }
  });

  test('one person writing often is no topic', () => {
    const alone = smokeMessages().map((message) => ({ ...message, author: 'the same' }));
    expect(findHotTopics([...alone, ...others])).toEqual([]);
    expect(findHotTopics([...alone, ...others], { minPeople: 1 })[0]!.people).toBe(1);
  });

  test('the hottest first, and no more than asked', () => {
    const lamps = ['学院路路灯不亮', '学院路的路灯坏了一片漆黑', '学院路晚上路灯全灭'].map((title) =>
      topicMessage(title, '学院路从桥头到菜场，路灯坏了半个月，晚上一片漆黑，请修路灯。', { follows: 3, support: 900 }),
    );
    const all = [...smoke, ...others.slice(4), ...lamps];
    expect(findHotTopics(all).map((topic) => topic.support)).toEqual([2700, 0]);
    expect(findHotTopics(all, { top: 1 })[0]!.members).toHaveLength(3);
    expect(findHotTopics(all, { minMembers: 4 }).map((topic) => topic.people)).toEqual([5]);
  });

  test('a chain of messages, each a little like the next, does not hold together', () => {
    const chain = ['停车收费', '停车占道', '占道摆摊', '摆摊油烟', '油烟噪音', '噪音施工', '施工扬尘', '扬尘洒水'].map(
      (title) => topicMessage(title, `${title}。`),
    );
    for (const topic of findHotTopics([...chain, ...others])) expect(topic.members.length).toBeLessThan(4);
  });

  test('stands empty, foreign and outsized messages', () => {
    const strange = [
      topicMessage('', ''),
      topicMessage('', ''),
      topicMessage('\u0000\ud800', '🙂'.repeat(1000)),
      topicMessage('Noise at night', 'The bar plays music until 4 am.'),
      topicMessage('吵'.repeat(5000), '吵'.repeat(200_000)),
    ];
    expect(findHotTopics([])).toEqual([]);
    expect(findHotTopics([...strange, ...smoke, ...others])[0]!.people).toBe(5);
  });
});
