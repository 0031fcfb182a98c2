import { describe, expect, test } from 'vitest';
import { assignTopic } from './assign-topic.ts';
import { findHotTopics } from './find-hot-topics.ts';
import { otherMessages, smokeMessages, topicMessage } from './topics.factory.ts';

describe('assignTopic', () => {
  const topics = findHotTopics([...smokeMessages(), ...otherMessages()]);

  test('brings a new message to its topic, also from stored profiles', () => {
    const message = topicMessage('云栖里餐馆油烟还在排', '柳岸区云栖里小区楼下餐馆油烟依旧，没有装烟道。');
    const stored = JSON.parse(JSON.stringify(topics)) as typeof topics;
    expect(assignTopic(message, topics)?.topic).toBe(topics[0]);
    expect(assignTopic(message, stored)?.certainty).toBe(assignTopic(message, topics)?.certainty);
    expect(assignTopic(message, topics)!.certainty).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['another matter there', '云栖里小区电梯又停了', '2栋电梯停运一天。'],
    ['the same matter elsewhere', '望江名苑楼下餐馆油烟', '餐馆没有烟道，油烟直排。'],
    ['the same name in another district', '松岭区云栖里小区餐馆油烟', '松岭区云栖里小区楼下餐馆油烟，没有烟道。'],
    ['nothing', '', ''],
  ])('leaves %s alone', (_, title, body) => {
    expect(assignTopic(topicMessage(title, body), topics)).toBeNull();
  });
});
