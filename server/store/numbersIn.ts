const ZERO = 48;
const MINUS = 45;

/** The numbers of an int[] as Postgres writes it, `{1,-2,3}`: read here, since the driver takes a microsecond for each. */
export function numbersIn(text: string): number[] {
  const numbers: number[] = [];
  let number = -1;
  let sign = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) number = (number < 0 ? 0 : number * 10) + digit;
    else if (code === MINUS) sign = -1;
    else if (number >= 0) {
      numbers.push(sign * number);
      number = -1;
      sign = 1;
    }
  }
  return numbers;
}

/** The same the other way: the driver would quote each of thousands of numbers. */
export const numbersOut = (numbers: Iterable<number>): string => `{${[...numbers].join(',')}}`;
