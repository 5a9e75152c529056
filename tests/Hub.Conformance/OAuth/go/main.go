// Gets and uses tokens with golang.org/x/oauth2, by every method it knows: in the header, in the form, and by the certificate of the connection.
// One line of JSON a check.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

type client struct{ ID, Secret string }

type settings struct {
	Issuer, Mtls, Ca, Folder string
	Clients                  map[string]client
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (s settings) transport(certificate string) *http.Client {
	pem, err := os.ReadFile(s.Ca)
	must(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	config := &tls.Config{RootCAs: roots}
	if certificate != "" {
		own, err := tls.LoadX509KeyPair(s.Folder+"/"+certificate+".pem", s.Folder+"/"+certificate+".key")
		must(err)
		config.Certificates = []tls.Certificate{own}
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
}

func use(http *http.Client, url string) error {
	answer, err := http.Post(url+"/graphql", "application/json", strings.NewReader(`{"query":"{ participants(first: 1) { totalCount } }"}`))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != 200 || !strings.Contains(string(body), `"data"`)) {
		err = fmt.Errorf("%s %s", answer.Status, body)
	}
	return err
}

func report(name string, err error) {
	line := map[string]interface{}{"ok": err == nil, "name": "x/oauth2: " + name}
	if err != nil {
		line["why"] = err.Error()
	}
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}

func main() {
	var s settings
	text, err := os.ReadFile(os.Args[1])
	must(err)
	must(json.Unmarshal(text, &s))
	ways := []struct {
		name, client, url, certificate string
		style                          oauth2.AuthStyle
	}{
		{"client_secret_basic", "onlyBasic", s.Issuer, "", oauth2.AuthStyleInHeader},
		{"client_secret_post", "onlyPost", s.Issuer, "", oauth2.AuthStyleInParams},
		{"found by itself", "both", s.Issuer, "", oauth2.AuthStyleAutoDetect},
		{"tls_client_auth", "bound", s.Mtls, "platform", oauth2.AuthStyleInParams},
		{"self_signed_tls_client_auth", "selfKey", s.Mtls, "self", oauth2.AuthStyleInParams},
	}
	for _, way := range ways {
		who := s.Clients[way.client]
		config := clientcredentials.Config{
			ClientID: who.ID, ClientSecret: who.Secret, TokenURL: way.url + "/connect/token", AuthStyle: way.style,
			Scopes: []string{"dashboard.read"}, EndpointParams: url.Values{"resource": {s.Issuer + "/graphql"}},
		}
		ctx := context.WithValue(context.Background(), oauth2.HTTPClient, s.transport(way.certificate))
		report(way.name, use(config.Client(ctx), way.url))
		if way.certificate == "" {
			config.ClientSecret = "wrong"
			_, err := config.Token(ctx)
			if err != nil && strings.Contains(err.Error(), "invalid_client") {
				err = nil
			} else {
				err = fmt.Errorf("a wrong secret was answered: %v", err)
			}
			report(way.name+", a wrong secret", err)
		}
	}
}
