/** What is tried first by whoever guesses; ten characters and more, for shorter ones are refused anyway. */
const COMMON = new Set([
  "1234567890",
  "0123456789",
  "0987654321",
  "1111111111",
  "12345678910",
  "123456789a",
  "1q2w3e4r5t",
  "1qaz2wsx3edc",
  "adminadmin",
  "administrator",
  "changemenow",
  "iloveyou123",
  "letmein123",
  "password01",
  "password1!",
  "password12",
  "password123",
  "password1234",
  "passwordpassword",
  "qwerty1234",
  "qwerty12345",
  "qwertyuiop",
  "welcome123",
])

/** What is wrong with a password of the right length, as a sentence; null when nothing is. */
export function passwordProblem(password: string, email: string): string | null {
  const folded = password.toLowerCase()
  const local = email.toLowerCase().split("@")[0] ?? ""
  if (
    folded === email.toLowerCase() ||
    (local.length >= 4 && folded.replaceAll(/[^a-z]/g, "") === local.replaceAll(/[^a-z]/g, ""))
  )
    return "A password must not be one's own e-mail address. Choose another."
  if (COMMON.has(folded)) return "This password is among the first that anybody would try. Choose another."
  if (new Set(folded).size < 4) return "This password repeats the same few characters. Choose another."
  return null
}
