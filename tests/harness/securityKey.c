/*
 * A security key in software: what OpenSSH loads as SecurityKeyProvider (ssh_config(5)) in place of a FIDO token. The interface is
 * that of PROTOCOL.u2f and sk-api.h of OpenSSH. It makes keys of the type sk-ssh-ed25519@openssh.com, whose handle is the
 * private key itself, and keeps in FOLDER what a token shows and feels: a line in "asked" for each signature that somebody
 * wants, and the file "touch", which stands for one touch and is gone after it.
 */
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define API_VERSION 0x000a0000
#define ED25519 1
#define USER_PRESENCE 1
#define FAILED -1
#define UNSUPPORTED -2

#define SEED_BYTES 32
#define SIGNATURE_BYTES 64
/* A token gives up on a touch as well, after half a minute. */
#define PATIENCE_MS 3000

struct sk_enroll_response {
	uint8_t flags;
	uint8_t *public_key;
	size_t public_key_len;
	uint8_t *key_handle;
	size_t key_handle_len;
	uint8_t *signature;
	size_t signature_len;
	uint8_t *attestation_cert;
	size_t attestation_cert_len;
	uint8_t *authdata;
	size_t authdata_len;
};

struct sk_sign_response {
	uint8_t flags;
	uint32_t counter;
	uint8_t *sig_r;
	size_t sig_r_len;
	uint8_t *sig_s;
	size_t sig_s_len;
};

uint32_t
sk_api_version(void)
{
	return API_VERSION;
}

int
sk_enroll(uint32_t alg, const uint8_t *challenge, size_t challenge_len, const char *application, uint8_t flags,
    const char *pin, void **options, struct sk_enroll_response **made)
{
	struct sk_enroll_response *key;
	EVP_PKEY *pair = NULL;
	int ok;

	(void)challenge, (void)challenge_len, (void)application, (void)pin, (void)options;
	if (alg != ED25519)
		return UNSUPPORTED;
	if ((key = calloc(1, sizeof(*key))) == NULL)
		return FAILED;
	key->flags = flags;
	key->public_key_len = key->key_handle_len = SEED_BYTES;
	key->public_key = malloc(SEED_BYTES);
	key->key_handle = malloc(SEED_BYTES);
	/* Nobody looks at an attestation, but one has to be there. */
	key->signature = calloc(1, SIGNATURE_BYTES);
	key->signature_len = SIGNATURE_BYTES;
	ok = key->public_key != NULL && key->key_handle != NULL && key->signature != NULL &&
	    RAND_bytes(key->key_handle, SEED_BYTES) == 1 &&
	    (pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key->key_handle, SEED_BYTES)) != NULL &&
	    EVP_PKEY_get_raw_public_key(pair, key->public_key, &key->public_key_len) == 1;
	EVP_PKEY_free(pair);
	/* What was allocated goes with the process, which is about to end. */
	if (!ok)
		return FAILED;
	*made = key;
	return 0;
}

static int
touched(void)
{
	struct timespec moment = { 0, 20 * 1000000 };
	FILE *asked;
	int waited;

	if ((asked = fopen(FOLDER "/asked", "a")) == NULL)
		return 0;
	fputs("asked\n", asked);
	fclose(asked);
	for (waited = 0; waited < PATIENCE_MS; waited += 20) {
		if (unlink(FOLDER "/touch") == 0)
			return 1;
		nanosleep(&moment, NULL);
	}
	return 0;
}

int
sk_sign(uint32_t alg, const uint8_t *data, size_t data_len, const char *application, const uint8_t *key_handle,
    size_t key_handle_len, uint8_t flags, const char *pin, void **options, struct sk_sign_response **made)
{
	uint8_t text[2 * SHA256_DIGEST_LENGTH + 5];
	uint8_t *rest = text + SHA256_DIGEST_LENGTH;
	struct sk_sign_response *signature;
	EVP_PKEY *key = NULL;
	EVP_MD_CTX *context = NULL;
	uint32_t counter = (uint32_t)time(NULL);
	int ok;

	(void)pin, (void)options;
	if (alg != ED25519 || key_handle_len != SEED_BYTES)
		return UNSUPPORTED;
	if ((flags & USER_PRESENCE) && !touched())
		return FAILED;
	if ((signature = calloc(1, sizeof(*signature))) == NULL)
		return FAILED;
	/* PROTOCOL.u2f: application, flags, counter and message; strings as their SHA-256. */
	SHA256((const uint8_t *)application, strlen(application), text);
	*rest++ = flags & USER_PRESENCE;
	*rest++ = counter >> 24, *rest++ = counter >> 16, *rest++ = counter >> 8, *rest++ = counter;
	SHA256(data, data_len, rest);
	signature->flags = flags & USER_PRESENCE;
	signature->counter = counter;
	signature->sig_r_len = SIGNATURE_BYTES;
	ok = (signature->sig_r = malloc(SIGNATURE_BYTES)) != NULL &&
	    (key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key_handle, SEED_BYTES)) != NULL &&
	    (context = EVP_MD_CTX_new()) != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
	    EVP_DigestSign(context, signature->sig_r, &signature->sig_r_len, text, sizeof(text)) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	if (!ok)
		return FAILED;
	*made = signature;
	return 0;
}

int
sk_load_resident_keys(const char *pin, void **options, void ***keys, size_t *count)
{
	(void)pin, (void)options, (void)keys, (void)count;
	return UNSUPPORTED;
}
