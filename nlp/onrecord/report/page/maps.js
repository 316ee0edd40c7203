// Lists under keys, and the ends of long lists: a call takes no more than some ten thousand arguments.

export function push(map, key, value) {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}

export function least(numbers) {
  return numbers.reduce((a, b) => (b < a ? b : a));
}

export function most(numbers, floor) {
  return numbers.reduce((a, b) => (b > a ? b : a), floor);
}
