// The reference for signed PINGs: the least that Go's standard library needs to answer them.
//
// POST /interactions/{botId} with X-Signature-Ed25519 and X-Signature-Timestamp; the key of each bot comes from a file
// of lines "botId publicKeyHex". Answers 200 {"type":1}, 401 for a bad signature or time, 404 for an unknown bot.
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	prefix      = "/interactions/"
	largestBody = 256 * 1024
	tolerance   = 5 * 60
)

func readKeys(path string) map[string]ed25519.PublicKey {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	keys := make(map[string]ed25519.PublicKey)
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		bot, key, _ := strings.Cut(lines.Text(), " ")
		bytes, err := hex.DecodeString(key)
		if err != nil || len(bytes) != ed25519.PublicKeySize {
			log.Fatalf("no key: %s", lines.Text())
		}
		keys[bot] = bytes
	}
	return keys
}

func isNow(timestamp string) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return false
	}
	off := time.Now().Unix() - seconds
	return off <= tolerance && off >= -tolerance
}

func main() {
	keys := readKeys(os.Getenv("KEYS"))
	http.HandleFunc(prefix, func(w http.ResponseWriter, r *http.Request) {
		key, known := keys[strings.TrimPrefix(r.URL.Path, prefix)]
		if !known {
			http.Error(w, "unknown bot", http.StatusNotFound)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
		if err != nil {
			http.Error(w, "body too large", http.StatusRequestEntityTooLarge)
			return
		}
		signature, err := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
		timestamp := r.Header.Get("X-Signature-Timestamp")
		if err != nil || len(signature) != ed25519.SignatureSize ||
			!ed25519.Verify(key, append([]byte(timestamp), body...), signature) || !isNow(timestamp) {
			http.Error(w, "invalid request signature", http.StatusUnauthorized)
			return
		}
		var interaction struct {
			Type int `json:"type"`
		}
		if json.Unmarshal(body, &interaction) != nil || interaction.Type != 1 {
			http.Error(w, "no ping", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"type":1}`))
	})
	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
