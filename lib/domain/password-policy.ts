/** What is tried first by whoever guesses; ten characters and more, for shorter ones are refused anyway. */
const COMMON = new Set([
  "1234567890",
  "0123456789",
  "0987654321",
  "1111111111",
  "12345678910",
  "123456789a",
  "1029384756",
  "1122334455",
  "123123123123",
  "1234567891",
  "123456789012",
  "1q2w3e4r5t",
  "1q2w3e4r5t6y",
  "9876543210",
  "abc1234567",
  "abcd123456",
  "abcdefghij",
  "admin12345",
  "admin123456",
  "1qaz2wsx3edc",
  "adminadmin",
  "administrator",
  "asdfghjkl1",
  "cardloom12",
  "cardloom123",
  "changeme12",
  "changeme123",
  "changemenow",
  "football12",
  "football123",
  "iloveyou12",
  "iloveyou123",
  "letmein123",
  "letmein1234",
  "monkey12345",
  "p@ssw0rd12",
  "p@ssword123",
  "passw0rd123",
  "password01",
  "password1!",
  "password12",
  "password123",
  "password1234",
  "password12345",
  "passwordpassword",
  "qwerty1234",
  "qwerty12345",
  "q1w2e3r4t5",
  "qwertyuiop",
  "qwertyuiop1",
  "secret12345",
  "sunshine12",
  "test123456",
  "testtest12",
  "welcome1234",
  "zaq12wsxcde3",
  "welcome123",
])

/** What is wrong with a password of the right length, as a sentence; null when nothing is. */
export function passwordProblem(password: string, email: string): string | null {
  const folded = password.toLowerCase()
  const address = email.toLowerCase()
  if (folded === address || folded === address.split("@")[0])
    return "A password must not be one's own e-mail address. Choose another."
  if (COMMON.has(folded)) return "This password is among the first that anybody would try. Choose another."
  if (new Set(folded).size < 4) return "This password repeats the same few characters. Choose another."
  return null
}
